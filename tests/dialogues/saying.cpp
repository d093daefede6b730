#include "tests/dialogues/saying.hpp"

namespace nearsim::dialogue {

using namespace protocol;  // NOLINT: a test of this namespace

namespace {

std::string decimal(std::int64_t ns, std::int64_t unit) {
  const bool negative = ns < 0;
  const std::int64_t size = negative ? -ns : ns;
  std::string rest = std::to_string(unit + size % unit).substr(1);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return (negative ? "-" : "") + std::to_string(size / unit) + (rest.empty() ? "" : "." + rest);
}

std::string text(Duration d) {
  const std::int64_t ns = d.count(), size = ns < 0 ? -ns : ns;
  if (size >= 1'000'000'000 || size == 0) return decimal(ns, 1'000'000'000) + "s";
  if (size >= 1'000'000) return decimal(ns, 1'000'000) + "ms";
  return std::to_string(ns) + "ns";
}

std::string other_than_first(SessionNumber n) {
  return n.value == 1 ? "" : " session=" + std::to_string(n.value);
}
std::string number(SessionNumber n) { return std::to_string(n.value); }
std::string on_off(Switch s) { return s == Switch::on ? " on" : " off"; }

std::string text(const Message& message) {
  struct Content {
    std::string operator()(const Hello& h) const {
      return " hello" + (h.node_id.empty() ? "" : " node=" + h.node_id) +
             (h.instance == 0 ? "" : " instance=" + std::to_string(h.instance));
    }
    std::string operator()(const HelloReply& r) const {
      return r.status == Status::accepted ? " reply accepted" : " reply rejected";
    }
    std::string operator()(const Beat& b) const {
      std::string all = " beat";
      b.connected.each([&](std::size_t i, std::string_view key) {
        (all += " ") += key;
        if (i < b.heard.size()) all += "#" + std::to_string(b.heard[i].instance) + "@" + text(b.heard[i].ago);
      });
      return all;
    }
    std::string operator()(const Bye&) const { return " goodbye"; }
    std::string operator()(const UserText& t) const { return " text " + t.text; }
  };
  return std::visit(Content{}, message);
}

struct Arguments {  // what stands behind the verb and the peer
  std::string operator()(const Browse& a) const { return on_off(a.to); }
  std::string operator()(const Advertise& a) const { return on_off(a.to); }
  std::string operator()(const Invite& a) const { return other_than_first(a.session); }
  std::string operator()(const Accept& a) const { return other_than_first(a.session); }
  std::string operator()(const Decline&) const { return ""; }
  std::string operator()(const Send& a) const {
    return text(a.message) + (a.delivery == Delivery::reliable ? "" : " unreliable") +
           other_than_first(a.session);
  }
  std::string operator()(const LeaveSession& a) const {
    return " session=" + number(a.session) +
           (a.as == Ending::closed_by_peer ? "" : " as=" + std::string(name(a.as)));
  }
  std::string operator()(const Probe& a) const {
    return " session=" + number(a.session) + " over=" + std::string(name(a.over));
  }
  std::string operator()(const CancelPeer& a) const { return " session=" + number(a.session); }
  std::string operator()(const ReplaceSession& a) const {
    return " " + number(a.old) + "->" + number(a.fresh);
  }
  std::string operator()(const ResetIdentity&) const { return ""; }
  std::string operator()(const Persist& a) const { return " " + a.key + "=" + a.value; }
  std::string operator()(const RestartIce& a) const {
    return " " + std::string(name(a.how)) + other_than_first(a.session);
  }
  std::string operator()(const RenegotiatePath& a) const {
    return " " + std::string(name(a.doubt)) + other_than_first(a.session);
  }
  std::string operator()(const SampleStats&) const { return ""; }
  std::string operator()(const OpenSignalling& a) const { return a.self.value == 0 ? " as nobody" : ""; }
  std::string operator()(const CloseSignalling&) const { return ""; }
  std::string operator()(const Notify& a) const {
    return a.standing == Standing::connected ? " connected" : " disconnected";
  }
  std::string operator()(const Reached& a) const { return " " + std::string(name(a.milestone)); }
  std::string operator()(const Retry& a) const {
    return " in=" + text(a.in) + " attempt=" + std::to_string(a.attempt);
  }
  std::string operator()(const Hold&) const { return ""; }
  std::string operator()(const Ignore&) const { return ""; }
  std::string operator()(const KeepPartial& a) const { return " " + std::to_string(a.size) + "B"; }
  std::string operator()(const Suspect& a) const { return " " + std::string(name(a.symptom)); }
};

}  // namespace

std::string milliseconds(base::Instant t) { return decimal(base::nanoseconds(t), 1'000'000); }

std::string said(const Decision& decision, const std::function<std::string(Handle)>& name_of) {
  std::string line = std::visit(
      [&](const auto& action) {
        std::string all{action.verb};
        if constexpr (requires { action.peer; }) all += " " + name_of(action.peer);
        return all + Arguments{}(action);
      },
      decision.action);
  line += " -- " + std::string(protocol::text(decision.why.code()));
  std::string figures;
  for (const Figure& f : decision.why.figures()) {
    const auto* span = std::get_if<Duration>(&f.value);
    figures += (figures.empty() ? "" : " ") + std::string(f.key) + "=" +
               (span != nullptr ? text(*span) : std::to_string(std::get<std::int64_t>(f.value)));
  }
  return figures.empty() ? line : line + " [" + figures + "]";
}

}  // namespace nearsim::dialogue
