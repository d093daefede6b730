#include "tests/dialogues/told.hpp"

#include <algorithm>

#include "tests/dialogues/saying.hpp"

namespace nearsim::dialogue {

using namespace protocol;  // NOLINT: a test of this namespace

Scene::Scene(const std::vector<std::string>& words) {
  const bool has_platform = words.size() == 8 && words[6] == "on";
  if ((words.size() != 6 && !has_platform) || words[2] != "profile" || words[4] != "seed")
    throw Mistake("expected: engine NAME profile PROFILE seed N [on PLATFORM]");
  if (has_platform) {
    const auto platform = named<Platform>(words[7]);
    if (!platform) throw Mistake("no platform '" + words[7] + "'");
    platform_ = *platform;
  }
  const Design* design = find_design(words[3]);
  if (design == nullptr) throw Mistake("no profile '" + words[3] + "'");
  self_ = words[1];
  profile_ = design->make();
  seed_ = {std::stoull(words[5])};
}

Engine& Scene::engine() {
  if (engine_.empty())
    engine_.emplace_back(PeerRecord{{1}, self_, "", 0}, std::make_shared<const Profile>(profile_),
                         base::Streams(seed_).stream("engine/" + self_), Network::wifi, platform_);
  return engine_[0];
}

Handle Scene::handle(const std::string& peer) {
  if (peer == "itself") return engine().self().handle;
  const auto it = std::find(peers_.begin(), peers_.end(), peer);
  const auto place = static_cast<std::uint64_t>(it - peers_.begin());
  if (it == peers_.end()) peers_.push_back(peer);
  return {place + 2};
}

std::string Scene::name_of(Handle handle) const {
  if (handle.value <= 1) return "itself";
  return handle.value >= 2 && handle.value - 2 < peers_.size() ? peers_[handle.value - 2] : "?";
}

std::string Scene::Options::get(const std::string& name, const std::string& otherwise) const {
  for (const std::string& word : words)
    if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
  return otherwise;
}

int Scene::Options::number(const std::string& name, int otherwise) const {
  return std::stoi(get(name, std::to_string(otherwise)));
}

PeerRecord Scene::record(const std::string& peer, const Options& options) {
  return {handle(peer), peer.substr(0, peer.find('#')), options.get("node", ""),
          static_cast<std::uint64_t>(options.number("instance", 0)),
          static_cast<std::uint64_t>(options.number("nonce", 0))};
}

SessionNumber Scene::session(const std::string& peer, const Options& options) {
  const auto present = static_cast<int>(engine().session_of(handle(peer)).value);
  return {static_cast<std::uint32_t>(options.number("session", present))};
}

namespace {
// `beat Bob Cyd`, or with the small print `beat Bob#3@1500ms Cyd#1@0s`
Beat beat(const std::vector<std::string>& words) {
  Beat result{0, "", {}, {}};
  for (const std::string& word : words) {
    const std::size_t number = word.find('#'), age = word.find('@');
    result.connected.push_back(word.substr(0, number));
    if (number != std::string::npos && age != std::string::npos)
      result.heard.push_back({std::stoull(word.substr(number + 1)), duration(word.substr(age + 1))});
  }
  return result;
}
}  // namespace

Payload Scene::payload(const std::vector<std::string>& words) const {
  const std::string kind = words.empty() ? "" : words[0];
  const Options options{words};
  if (kind == "hello")
    return encode(Hello{"", "iOS", options.get("node", ""),
                        static_cast<std::uint64_t>(options.number("instance", 0)),
                        static_cast<std::uint64_t>(options.number("nonce", 0)),
                        static_cast<std::uint64_t>(options.number("attempts", 0))});
  if (kind == "reply" && words.size() >= 2)
    return encode(HelloReply{words[1] == "accepted" ? Status::accepted : Status::rejected});
  if (kind == "beat") return encode(beat({words.begin() + 1, words.end()}));
  if (kind == "bye") return encode(Bye{});
  if ((kind == partial_transcript || kind == final_transcript) && words.size() >= 2)
    return encode(UserText{kind, words[1]});
  if (kind == "text" && words.size() >= 2) return encode(UserText{"text", words[1]});
  if (kind == "garbage") return {'{', '"', 'x'};
  throw Mistake("no message of this kind");
}

Event Scene::known(Started started, const std::vector<std::string>& words) {  // knows=Bob, distrusts=Bob
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    const std::string verb = word.substr(0, equals);
    if (verb != "knows" && verb != "distrusts") continue;
    const std::string peer = word.substr(equals + 1);
    started.known.push_back({handle(peer), peer, peer, 0});
    started.persisted.emplace_back("known/" + peer, verb == "knows" ? "paired" : "unreliable");
  }
  return started;
}

Event Scene::event(const std::string& verb, const std::vector<std::string>& rest) {
  const Options options{rest};
  const std::string peer = rest.empty() ? "" : rest[0];
  const std::vector<std::string> more(rest.begin() + (rest.empty() ? 0 : 1), rest.end());
  if (verb == "start") {
    const std::string instance = options.get("instance", "");
    const std::string node = options.get("node", "");
    Persisted persisted;
    if (!instance.empty()) persisted.emplace_back("instance", instance);
    if (!node.empty()) persisted.emplace_back("node_id", node);
    if (std::string nonces = options.get("nonces", ""); !nonces.empty()) {  // nonces=5,7
      std::replace(nonces.begin(), nonces.end(), ',', ' ');
      persisted.emplace_back("nonces", std::move(nonces));
    }
    return known(Started{{1}, std::move(persisted), {}}, rest);
  }
  if (verb == "stop") return Stopped{};
  if (verb == "interfaces") return InterfacesChanged{};
  if (peer.empty()) throw Mistake("'" + verb + "' of or about whom?");
  if (verb == "found") return PeerFound{record(peer, options)};
  if (verb == "lost") return PeerLost{handle(peer)};
  if (verb == "invited-by")
    return InvitationReceived{
        record(peer, options), {++invitations_}, static_cast<std::uint64_t>(options.number("attempt", 0))};
  if (verb == "connecting")
    return SessionChanged{record(peer, options), session(peer, options), SessionState::connecting};
  if (verb == "connected")
    return SessionChanged{record(peer, options), session(peer, options), SessionState::connected};
  if (verb == "not-connected")
    return SessionChanged{record(peer, options), session(peer, options), SessionState::not_connected,
                          options.number("error", 0),
                          named<Ending>(options.get("ending", "unknown")).value_or(Ending::unknown)};
  if (verb == "probed")
    return Probed{handle(peer), session(peer, options), !more.empty() && more[0] == "answered"};
  if (verb == "received") return DataReceived{handle(peer), session(peer, options), payload(more)};
  if (verb == "send-failed") return SendFailed{handle(peer), options.number("error", 0)};
  if (verb == "wall-step") return WallClockStepped{duration(peer)};
  if (verb == "network") {
    if (const auto network = named<Network>(peer)) return NetworkChanged{*network};
  }
  if (verb == "path" && !more.empty()) {
    if (const auto state = named<PathState>(more[0]))
      return PathChanged{handle(peer), session(peer, options), *state};
  }
  if (verb == "stats")
    return StatsSampled{handle(peer), session(peer, options), options.number("lost", 0),
                        options.number("received", 0), duration(options.get("rtt", "0ms"))};
  if (verb == "signalling") {
    const Handle self{static_cast<std::uint64_t>(options.number("self", 0))};
    if (const auto state = named<Standing>(peer)) return SignallingChanged{*state, self};
  }
  if (verb == "user-invite") return UserInvite{handle(peer)};
  if (verb == "persist-failed") return PersistFailed{peer};
  if (verb == "user-send")
    return UserSend{{"text", peer}, more.empty() ? Delivery::reliable : Delivery::unreliable};
  throw Mistake("not understood: " + verb + " " + peer);
}

std::string Scene::answer(const Decisions& decisions, const std::string& mark) {
  std::string all;
  for (const Decision& decision : decisions) {
    reasons_.insert(decision.why.code());
    all += mark + said(decision, [this](Handle h) { return name_of(h); }) + "\n";
  }
  return all;
}

std::string Scene::serve(Instant before) {
  std::string all;
  while (engine().next_deadline() < before) {
    const Instant at = engine().next_deadline();
    all += answer(engine().advance(at), "@" + milliseconds(at) + " ");
  }
  return all;
}

std::string Scene::tell(const std::string& line) {
  auto words = words_of(line);
  if (words.size() < 2) throw Mistake("expected: TIME VERB ...");
  const Instant now = base::at(duration(words[0] + "ms"));
  const std::string verb = words[1];
  const std::vector<std::string> rest(words.begin() + 2, words.end());
  std::string all;
  if (verb != "late") all += serve(verb == "time" ? now + Duration{1} : now);
  if (verb == "describe") return all + engine().describe() + "\n";
  const bool waits = verb == "time" || verb == "late";
  all += answer(waits ? engine().advance(now) : engine().handle(now, event(verb, rest)), "");
  if (all.empty()) all = "nothing\n";
  if (const Instant next = engine().next_deadline(); next != announced_) {
    all += "next deadline " + (next == base::never ? "none" : milliseconds(next)) + "\n";
    announced_ = next;
  }
  return all;
}

}  // namespace nearsim::dialogue
