#include "sim/scenario/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "models/ice/verbs.hpp"
#include "models/mpc/verbs.hpp"
#include "models/net/verbs.hpp"
#include "models/quic/verbs.hpp"
#include "models/radio/awdl/verbs.hpp"
#include "models/radio/wifi/verbs.hpp"
#include "protocol/action.hpp"

namespace nearsim::scenario {
namespace {

struct Verb {
  std::string_view name, doc;
};
// One row for each alternative of protocol::Action; the assertion below keeps it so.
constexpr std::array<Verb, 24> engine_verbs{{
    {"browse", "an engine starts or stops to browse"},
    {"advertise", "an engine starts or stops to advertise"},
    {"invite", "an engine decides to invite a peer"},
    {"accept", "an engine accepts an invitation"},
    {"decline", "an engine declines an invitation"},
    {"send", "an engine sends a message (type)"},
    {"leave_session", "an engine disconnects a session, with every peer in it"},
    {"cancel_peer", "an engine lets go of one peer"},
    {"probe", "an engine asks a peer for a sign of life"},
    {"replace_session", "an engine throws a session away and goes on with a new one"},
    {"reset_identity", "an engine takes a new peer object and begins again"},
    {"persist", "an engine stores something that survives its process"},
    {"restart_ice", "an engine asks for a new path below a session that stays"},
    {"renegotiate_path", "an engine asks for another technology below a session that stays (doubt)"},
    {"sample_stats", "an engine asks for the framework's statistics"},
    {"open_signalling", "an engine connects to the signalling server"},
    {"close_signalling", "an engine leaves the signalling server"},
    {"notify", "the application is told that a peer is there or gone (standing)"},
    {"reached", "a link reaches a milestone (milestone)"},
    {"retry", "an engine arms its next attempt at a peer (attempt)"},
    {"hold", "an engine deliberately does nothing"},
    {"ignore", "something arrives and changes nothing"},
    {"keep_partial", "the application shows what a lost peer had begun to say (size)"},
    {"suspect", "a detector raises a symptom (symptom)"},
}};

template <std::size_t... I>
constexpr bool covers_every_action(std::index_sequence<I...>) {
  return ((engine_verbs[I].name == std::variant_alternative_t<I, protocol::Action>::verb) && ...);
}
static_assert(engine_verbs.size() == std::variant_size_v<protocol::Action> &&
                  covers_every_action(std::make_index_sequence<engine_verbs.size()>{}),
              "every action needs its line of documentation, in the order of protocol::Action");

template <class Verbs>
void add_models(const Verbs& verbs, std::vector<Counter>& out) {
  for (const auto& verb : verbs)
    out.push_back(
        {std::string(verb.topic) + "." + std::string(verb.name), verb.topic, verb.name, verb.meaning, {}});
}

std::vector<Counter> make_counters() {
  std::vector<Counter> out;
  for (const Verb& verb : engine_verbs)
    out.push_back({std::string(verb.name), "engine", verb.name, verb.doc, {}});
  out.push_back({"handshake", "engine", "send", "an engine sends its hello", {{"type", "handshake"}}});
  out.push_back({"keep_alive", "engine", "send", "an engine sends a beat", {{"type", "keep_alive"}}});
  out.push_back({"preemption",
                 "engine",
                 "accept",
                 "an inbound invitation displaces a young outbound one",
                 {{"why", "preempt"}}});
  out.push_back({"error_61",
                 "mpc",
                 "not_connected",
                 "a connection ends, or never comes, with errno 61 (refused)",
                 {{"errno", "61"}}});
  out.push_back({"device.waits",
                 "device",
                 "waits",
                 "something of a device begins to wait for something else of it (what, on)",
                 {}});
  out.push_back({"device.waited", "device", "waited", "... and goes on (what, on, so_long)", {}});
  out.push_back({"device.deadlock",
                 "device",
                 "deadlock",
                 "what it waits for waits for it: two queues stand still for ever (what, on)",
                 {}});
  add_models(mpc::verbs, out);
  add_models(net::verbs, out);
  add_models(quic::verbs, out);
  add_models(ice::verbs, out);
  add_models(radio::wifi::verbs, out);
  add_models(radio::awdl::verbs, out);
  return out;
}

template <class Table>
auto find_in(const Table& table, std::string_view name) -> decltype(table.data()) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

template <protocol::Named E>
std::vector<std::string_view> names() {
  const auto all = names_of(E{});
  return {all.begin(), all.end()};
}

}  // namespace

const std::vector<Fact>& facts() {
  static const std::vector<Fact> table{
      {"usable", Ordered::no, "both applications have been told that they can talk to each other"},
      {"connected", Ordered::no, "both ends report the other connected"},
      {"one_sided", Ordered::no, "exactly one of the two ends reports the other connected"},
      {"dual_session", Ordered::no,
       "more than one live link joins the two, or their ends are of different links"},
      {"visible", Ordered::yes, "`from` sees `to` in discovery"},
      {"reachable", Ordered::yes, "the network carries from `from` to `to`"},
  };
  return table;
}
const Fact* find_fact(std::string_view name) { return find_in(facts(), name); }

const std::vector<Counter>& counters() {
  static const std::vector<Counter> table = make_counters();
  return table;
}
const Counter* find_counter(std::string_view name) { return find_in(counters(), name); }

const std::vector<Filter>& filters() {
  static const std::vector<Filter> table{
      {"why", "the reason's code, e.g. found, preempt, backoff_over", names<protocol::Why>(), false},
      {"type",
       "the message's type: handshake, handshake_response, keep_alive, or the application's own",
       {},
       false},
      {"symptom", "what a detector raised", names<protocol::Symptom>(), false},
      {"milestone", "what a link has reached", names<protocol::Milestone>(), false},
      {"standing", "what the application is told of a peer", {"disconnected", "connected"}, false},
      {"attempt", "the number of an attempt, from 1", {}, true},
      {"session", "the number of a session", {}, true},
      {"what", "what waits: a queue, or connection_map", {}, false},
      {"on", "what it waits for: a queue, or health_check", {}, false},
      {"errno", "the platform's error number, e.g. 61", {}, true},
  };
  return table;
}
const Filter* find_filter(std::string_view name) { return find_in(filters(), name); }

bool applies(const Filter& filter, const Counter& counter) {
  const bool is_engine = counter.topic == "engine";
  if (filter.name == "type") return is_engine && counter.verb == "send";
  if (filter.name == "symptom") return is_engine && counter.verb == "suspect";
  if (filter.name == "milestone") return is_engine && counter.verb == "reached";
  if (filter.name == "standing") return is_engine && counter.verb == "notify";
  if (filter.name == "attempt") return is_engine && counter.verb == "retry";
  if (filter.name == "why") return is_engine;
  if (filter.name == "errno") return counter.topic == "mpc";
  if (filter.name == "what" || filter.name == "on") return counter.topic == "device";
  return is_engine || counter.topic == "mpc";  // session
}

}  // namespace nearsim::scenario
