#include "sim/report/story.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace nearsim::report {

namespace {

using kernel::StoredRecord;

std::string short_text(
    base::Duration d) {  // what a person needs of it: no more than microseconds, rounded down
  using namespace std::chrono_literals;
  const base::Duration step = d >= 10ms   ? base::Duration{1ms}
                              : d >= 10us ? base::Duration{1us}
                                          : base::Duration{1ns};
  return kernel::format_duration(d / step * step);
}

std::string text_of(const StoredRecord& record, std::string_view key) {
  const StoredRecord::Value* value = record.find(key);
  if (value == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  if (const auto* duration = std::get_if<base::Duration>(value)) return short_text(*duration);
  if (const auto* number = std::get_if<std::int64_t>(value)) return std::to_string(*number);
  return std::get<bool>(*value) ? "true" : "false";
}

class Teller {
 public:
  explicit Teller(const scenario::Scenario& scenario) : scenario_(scenario) {}

  void hear(const StoredRecord& r) {
    if (r.topic == "engine") return engine(r);
    if (r.topic == "mpc") return framework(r);
    if (r.topic == "quic") return connection(r);
    if (r.topic == "ice") return peer_connection(r);
    if (r.topic == "signalling") return server(r);
    if (r.topic == "fault" || r.topic == "user") return outside(r);
    if (r.topic == "device") mark(Scene::Kind::state, r, spaced(r.verb));
  }
  [[nodiscard]] std::vector<Scene> take() { return std::move(scenes_); }

 private:
  using Way = std::pair<std::string, std::string>;
  struct Sent {
    std::string type;
    base::Instant at;
  };

  [[nodiscard]] std::size_t place(const std::string& name) const {
    const auto& devices = scenario_.devices;
    return static_cast<std::size_t>(
        std::find_if(devices.begin(), devices.end(), [&](const auto& d) { return d.name == name; }) -
        devices.begin());
  }
  [[nodiscard]] static std::string spaced(std::string verb) {
    std::replace(verb.begin(), verb.end(), '_', ' ');
    return verb;
  }
  [[nodiscard]] std::string about(const StoredRecord& r) const {
    return scenario_.devices.size() > 2 ? r.peer : std::string{};
  }

  // The same mark at the same instant about another peer: one mark about both.
  [[nodiscard]] Scene* same_mark(const Scene& scene) {
    for (auto it = scenes_.rbegin(); it != scenes_.rend() && it->at == scene.at; ++it)
      if (it->kind == scene.kind && it->node == scene.node && it->label == scene.label &&
          it->why == scene.why)
        return scene.about.empty() || it->about.empty() ? nullptr : &*it;
    return nullptr;
  }

  void mark(Scene::Kind kind, const StoredRecord& r, std::string label, std::string why = {}) {
    if (place(r.node) == scenario_.devices.size()) return;
    Scene scene;
    scene.kind = kind;
    scene.at = scene.until = r.at;
    scene.node = place(r.node);
    scene.label = std::move(label);
    scene.why = std::move(why);
    if (kind != Scene::Kind::arrow) scene.about = about(r);
    if (Scene* same = same_mark(scene)) same->about += ", " + scene.about;
    else scenes_.push_back(std::move(scene));
  }

  void engine(const StoredRecord& r) {
    if (r.verb == "send") {
      sent_[{r.node, r.peer}].push_back({text_of(r, "type"), r.at});
      return;
    }
    constexpr std::string_view quiet[] = {"browse", "advertise", "persist", "hold", "ignore"};
    if (std::find(std::begin(quiet), std::end(quiet), r.verb) != std::end(quiet)) return;
    std::string label = spaced(r.verb);
    if (r.verb == "suspect" && text_of(r, "why") == "disconnected")
      return;  // "not connected" stands there already
    if (r.verb == "retry") label += " in " + text_of(r, "in");
    if (r.verb == "reached") label = text_of(r, "milestone");
    if (r.verb == "notify") label = "app: " + text_of(r, "standing");
    if (r.verb == "suspect") label = "suspects " + spaced(text_of(r, "symptom"));
    mark(Scene::Kind::decision, r, std::move(label),
         r.verb == "reached" || r.verb == "notify" ? "" : text_of(r, "why"));
  }

  void framework(const StoredRecord& r) {
    if (r.verb == "invite_sent") invited_[{r.node, r.peer}] = r.at;
    if (r.verb == "invite_delivered") arrow(r, "invite", since(r));
    if (r.verb == "deliver") arrow_of_data(r);
    if (r.verb == "connected") mark(Scene::Kind::state, r, "connected");
    if (r.verb == "not_connected") {
      const std::string error = text_of(r, "errno");
      mark(Scene::Kind::state, r, "not connected", error.empty() || error == "0" ? "" : "errno " + error);
    }
    if (r.verb == "invite_timed_out") mark(Scene::Kind::state, r, "invitation timed out");
    if (r.verb == "link_ended") {
      sent_.erase({r.node, r.peer});  // what was under way on it never arrives
      sent_.erase({r.peer, r.node});
    }
  }

  void connection(const StoredRecord& r) {
    if (r.verb == "dial") invited_[{r.node, r.peer}] = r.at;
    if (r.verb == "incoming") arrow(r, "dial", since(r));
    if (r.verb == "deliver") arrow(r, "data", {});
    if (r.verb == "connected") mark(Scene::Kind::state, r, "connected");
    if (r.verb == "closed") mark(Scene::Kind::state, r, "closes");
    if (r.verb == "ended") mark(Scene::Kind::state, r, "connection ended", spaced(text_of(r, "why")));
  }

  void peer_connection(const StoredRecord& r) {
    const bool again = text_of(r, "restart") == "true";
    if (r.verb == "offer") invited_[{r.node, r.peer}] = r.at;
    if (r.verb == "offered") arrow(r, again ? "offer to restart" : "offer", since(r));
    if (r.verb == "deliver") arrow_of_data(r);
    if (r.verb == "opened") mark(Scene::Kind::state, r, "channel open");
    if (r.verb == "state") mark(Scene::Kind::state, r, text_of(r, "now"));
    if (r.verb == "selected") mark(Scene::Kind::state, r, "takes a pair: " + text_of(r, "pair"));
    if (r.verb == "glare") mark(Scene::Kind::state, r, "glare", spaced(text_of(r, "outcome")));
    if (r.verb == "unsent") mark(Scene::Kind::state, r, text_of(r, "what") + " not sent", "no server");
    if (r.verb == "closed") mark(Scene::Kind::state, r, "closes");
    if (r.verb == "ended") mark(Scene::Kind::state, r, "connection ended", spaced(text_of(r, "why")));
    if (r.verb == "closed" || r.verb == "ended") {
      sent_.erase({r.node, r.peer});
      sent_.erase({r.peer, r.node});
    }
  }

  void server(const StoredRecord& r) {
    if (r.verb == "opened") mark(Scene::Kind::state, r, "at the server");
    if (r.verb == "ended") mark(Scene::Kind::state, r, "server lost", spaced(text_of(r, "why")));
    if (r.verb == "taken") mark(Scene::Kind::state, r, "sent away", "its name is taken");
  }

  [[nodiscard]] base::Duration since(const StoredRecord& r) const {
    const auto sent = invited_.find({r.peer, r.node});
    return sent == invited_.end() ? base::Duration{} : r.at - sent->second;
  }

  void arrow_of_data(const StoredRecord& r) {
    std::deque<Sent>& queue = sent_[{r.peer, r.node}];
    const Sent sent = queue.empty() ? Sent{"data", r.at} : queue.front();
    if (!queue.empty()) queue.pop_front();
    if (sent.type != "keep_alive") return arrow(r, spaced(sent.type), r.at - sent.at);
    if (!scenes_.empty() && continues_exchange(scenes_.back(), r)) {
      scenes_.back().until = r.at;
      ++scenes_.back().count;
      return;
    }
    arrow(r, "keep alive", r.at - sent.at);
    scenes_.back().kind = Scene::Kind::exchange;
  }
  [[nodiscard]] bool continues_exchange(const Scene& scene, const StoredRecord& r) const {
    const std::size_t a = place(r.node), b = place(r.peer);
    return scene.kind == Scene::Kind::exchange &&
           ((scene.node == a && scene.peer == b) || (scene.node == b && scene.peer == a));
  }

  void arrow(const StoredRecord& r, std::string label, base::Duration took) {  // r.node received it
    StoredRecord turned = r;
    std::swap(turned.node, turned.peer);
    mark(Scene::Kind::arrow, turned, std::move(label));
    scenes_.back().peer = place(r.node);
    scenes_.back().took = took;
  }

  void outside(const StoredRecord& r) {
    Scene scene;
    scene.kind = Scene::Kind::outside;
    scene.at = scene.until = r.at;
    scene.label = (r.topic == "user" ? "user: " : "fault: ") + spaced(r.verb);
    if (!r.node.empty()) scene.label += " " + r.node;
    if (!r.peer.empty()) scene.label += " > " + r.peer;
    if (const std::string group = text_of(r, "group"); !group.empty()) scene.label += " " + group;
    scenes_.push_back(std::move(scene));
  }

  const scenario::Scenario& scenario_;
  std::vector<Scene> scenes_;
  std::map<Way, std::deque<Sent>> sent_;
  std::map<Way, base::Instant> invited_;
};

}  // namespace

std::vector<Scene> story_of(const scenario::Scenario& scenario, const std::vector<StoredRecord>& records) {
  Teller teller{scenario};
  for (const StoredRecord& record : records) teller.hear(record);
  return teller.take();
}

}  // namespace nearsim::report
