#include "sim/scenario/language.hpp"

#include <array>

namespace nearsim::scenario::language {
namespace {

constexpr Key top_keys[] = {
    {"nearsim", "version", "the version of the language; write `nearsim: 1`", true},
    {"run_for", "positive_duration", "virtual time that is simulated"},
    {"seeds", "seeds", "what `run` runs when no seed is given: one number, or a range like 1..20"},
    {"shuffle_ties", "boolean", "events of one instant happen in an order drawn from the seed"},
    {"radio", "radio",
     "the air, instead of abstract links: an area with access points, devices with positions"},
    {"links", "links", "how messages travel between devices"},
    {"discovery", "discovery", "how devices come to see each other's advertisement"},
    {"mpc", "mpc", "what the simulated MultipeerConnectivity does where Apple does not say"},
    {"quic", "quic", "what the simulated QUIC endpoints do where the standard leaves a choice"},
    {"ice", "ice", "what the simulated WebRTC endpoints do where standards leave a choice"},
    {"signalling", "signalling_server", "what their signalling server does"},
    {"profiles", "profiles", "designs of this file, by name"},
    {"devices", "devices", "who takes part", true},
    {"faults", "faults", "what goes wrong, and when"},
    {"swarm", "swarm", "faults that each seed draws for itself"},
    {"do", "steps", "what users do, and when"},
    {"expect", "expectations", "what must hold"},
    {"meters", "boolean",
     "count bytes and the load of queues also where no expectation asks for it; see bytes_sent, queue_wait"},
    {"sweep", "sweep", "what `nearsim sweep` turns; a single run takes no notice of it"},
    {"invariants", "invariants", "bounds of what must hold in every run, or `off`"},
    {"recorded", "recorded", "written by the runner: the run that this file reproduces"},
};
constexpr Elsewhere top_elsewhere[] = {
    {"must_fail", "it is an expectation: expect: [{must_fail: I8}]"},
    {"seed", "write seeds: 7"},
    {"radios", "faults switch them: wifi_off, bluetooth_off, airplane"},
    {"mobility", "a device moves by its `route` or `wander`, or by the fault walk_away"},
    {"include", "a file stands for itself; profiles of its own go under `profiles`"},
};
constexpr Elsewhere device_elsewhere[] = {
    {"radios", "faults switch them: wifi_off, bluetooth_off, airplane"},
    {"mobility", "it moves by its `route` or `wander`, or by the fault walk_away"},
    {"framework", "its profile says it: set: {transport.framework: quic}"},
    {"permissions", "the fault permission_denied takes one away"},
};
constexpr Elsewhere link_elsewhere[] = {
    {"reorder", "the fault reorder does it for a while"},
};

constexpr Key links_keys[] = {
    {"carrier", "carrier",
     "what carries the links, for faults that switch radios off: wifi, bluetooth, or either"},
    {"default", "way", "every link that `between` does not name"},
    {"between", "way_overrides",
     "particular links; keys left out are as in earlier entries, else as in `default`"},
};
constexpr Key link_keys[] = {
    {"from", "device_or_all", "one direction: the sender; `all` stands for each device"},
    {"to", "device_or_all", "one direction: the receiver"},
    {"pair", "pair", "both directions between two devices"},
    {"preset", "link_preset",
     "delay, loss and bandwidth of one of Apple's link conditioners, of its downlink unless it ends in (up)"},
    {"burst", "burst", "losses come in bursts of so many messages on average, with `loss` as their share"},
    {"chain", "chain", "losses by a chain of two states, in place of `loss`"},
    {"trace", "trace", "a recording in place of `delay` and `loss`: a file of at,delay,loss, or its rows"},
};
constexpr Key trace_point_keys[] = {
    {"at", "duration", "from the start of the run; the first is at 0s", true},
    {"delay", "duration", "from then on", true},
    {"loss", "share", "... by itself for each message", true},
};
constexpr Key discovery_keys[] = {
    {"default", "finding", "every direction that `between` does not name"},
    {"between", "finding_overrides",
     "particular ones; keys left out are as in earlier entries, else as in `default`"},
};
constexpr Key find_keys[] = {
    {"finder", "device_or_all", "one direction: who looks; `all` stands for each device"},
    {"found", "device_or_all", "one direction: who is seen"},
    {"pair", "pair", "both directions between two devices"},
};

constexpr Key device_keys[] = {
    {"name", "name", "unique; with `count` the first part of each name", true},
    {"profile", "profile",
     "its design: the name of a shipped one or of one under `profiles`, or one written here", true},
    {"set", "set", "settings of the profile by path, e.g. {gates.arbitration_window.window: 2s}"},
    {"without", "without", "mechanisms left out, e.g. [gates.election, remedies.silent]"},
    {"with", "overlay", "mechanisms added or replaced"},
    {"count", "count", "so many devices: name1, name2, ..."},
    {"display_name", "display_name", "what peers see; the name, if not given; ties are allowed"},
    {"cut_name", "name_length",
     "its application cuts its display name to so many bytes, between two characters; longer ones end it"},
    {"node_id", "text", "stable per installation; the name, if not given"},
    {"stream", "name",
     "its random decisions are drawn from the stream of this name; its own name, if not given. Devices with "
     "equal ones decide alike"},
    {"platform", "platform", "what it runs on"},
    {"network", "network", "what the device believes it is on"},
    {"certificates", "certificates",
     "what its application says to its peers' certificates; `accepted` is no word"},
    {"start", "duration_or_none", "when it starts; none: only by a step `start`"},
    {"clock", "clock", "its clocks"},
    {"conditioner", "conditioner",
     "Apple's link conditioner is on, on this device: for all its links together, beside what they are"},
    {"persisted", "persisted",
     "what an earlier process stored, by key; values are text, e.g. {instance: \"3\"}"},
    {"at", "position", "with `radio`: where it is at the start"},
    {"route", "route", "with `radio`: where it walks, from `at` on"},
    {"wander", "wander", "with `radio`: it walks from one random point of the area to the next"},
};
constexpr Key radio_keys[] = {
    {"preset", "radio_preset", "a place in one word; every other key changes it"},
    {"area", "area", "its width and depth; positions are inside"},
    {"access_points", "access_points", "of one network; they replace the preset's"},
    {"walls", "walls", "what weakens a signal that crosses it; they replace the preset's"},
};
constexpr Key access_point_keys[] = {
    {"name", "name", "unique among access points", true},
    {"at", "position", "where it is", true},
    {"channel", "channel", "1 to 13 at 2.4 GHz, 36 to 177 at 5 GHz", true},
    {"subnet", "subnet", "1, if not given; who comes from another one gets another address (errno 49)"},
};
constexpr Key wall_keys[] = {
    {"from", "position", "one end", true},
    {"to", "position", "the other, on the same floor", true},
    {"loss", "dB", "what it takes from a signal", true},
};
constexpr Key waypoint_keys[] = {
    {"by", "duration", "when it is there, from the start of the run", true},
    {"to", "position", "where", true},
};

constexpr Key profile_keys[] = {
    {"name", "name", "what it is called in tables"},
    {"base", "name", "begin with this profile; without it, begin with nothing"},
    {"set", "set", "settings by path, applied last"},
    {"without", "without", "mechanisms of the base left out, applied first"},
    {"with", "overlay", "mechanisms added or replaced"},
    {"stability", "duration", "failures are forgotten only after this long connected"},
    {"gates", "gates", "admission, asked in order"},
    {"stages", "stages", "establishment, in order; replaces the whole list"},
    {"detectors", "detectors", "liveness; all run"},
    {"remedies", "remedies", "recovery: for each symptom a ladder"},
    {"transport", "transport", "what the design runs on"},
    {"identity", "identity", "who a peer is taken to be"},
    {"discovery", "discovery_policy", "when it browses and advertises"},
    {"session", "session", "how it uses sessions"},
    {"invitation", "invitation", "how it invites"},
    {"hello", "hello", "how it answers a hello"},
    {"registry", "registry", "what it remembers of devices that it knows, and how it takes them"},
    {"dispatch", "dispatch", "how calls to the framework go out"},
    {"gossip", "gossip", "what beats say of others, and what is made of it"},
    {"transcript", "transcript", "what becomes of speech that was begun"},
    {"signalling", "signalling_policy", "how it stays connected to a signalling server"},
};

constexpr Key trigger_and_fault_keys[] = {
    {"name", "name", "so that `after`, `between` and `until` can refer to it"},
    {"at", "duration", "when, from the start of the run"},
    {"after", "name", "together with the fault or step of this name"},
    {"when", "condition", "when a fact becomes true or a counter first counts, e.g. {usable: [Ana, Bob]}"},
    {"by", "duration", "so much later than `after` or `when`"},
    {"for", "positive_duration", "then undone"},
};
constexpr Key step_keys[] = {
    {"name", "name", "so that `after`, `between` and `until` can refer to it"},
    {"at", "duration", "when, from the start of the run"},
    {"after", "name", "together with the fault or step of this name"},
    {"when", "condition", "when a fact becomes true or a counter first counts, e.g. {usable: [Ana, Bob]}"},
    {"by", "duration", "so much later than `after` or `when`"},
    {"every", "positive_duration", "again after each such time"},
    {"times", "positive_count", "so often in all; without it until the end"},
};
constexpr Elsewhere step_elsewhere[] = {
    {"stop", "`leave` stops everything; `browse` and `advertise` with `to: off` stop one service"},
};

constexpr Key expectation_keys[] = {
    {"within", "duration", "a fact comes true for all named pairs so soon after the start"},
    {"after_heal", "duration", "a fact holds for all named pairs so soon after everything is healed"},
    {"never", "subject", "a fact is not true of any named pair, or a counter does not count"},
    {"always", "subject", "a fact is true of all named pairs, in all of `during`"},
    {"sometimes", "subject", "a fact is true, or a counter counts, in at least one seed"},
    {"at_most", "amount", "a counter counts at most so often, or a meter shows at most so much"},
    {"at_least", "amount", "a counter counts at least so often, or a meter shows at least so much"},
    {"exactly", "amount", "a counter counts exactly so often, or a meter shows exactly so much"},
    {"must_fail", "must_fail", "an invariant, or another expectation of this file, that must not hold"},
    {"during", "during", "[from, to]: only this part of the run; `none` for its end"},
    {"between", "between", "[NAME, NAME]: only from the first fault or step so named to the other"},
    {"until", "name", "only until the fault or step of this name happens"},
    {"per", "per", "counted for each ordered pair (link) or each acting device by itself"},
};

constexpr Key swarm_keys[] = {
    {"kinds", "swarm_kinds", "which faults: `all` that can apply, or a list of their names"},
};
constexpr Key sweep_keys[] = {
    {"axes", "axes", "settings by path, each with its values; every combination is a point", true},
    {"where", "where", "which points are looked at, e.g. [links.default.delay < 200ms]; all must hold"},
    {"seeds", "seeds", "of each point; the scenario's, if not given"},
};
constexpr Key recorded_keys[] = {
    {"seed", "seed", "of the run", true},
    {"fingerprint", "text", "of its trace", true},
    {"violated", "text", "the expectation or invariant that failed; \"\" if none"},
    {"version", "text", "of the tool that recorded it"},
};
constexpr Key invariant_keys[] = {
    {"judged", "boolean", "false: as if `off`"},
    {"bound", "duration", "its time"},
    {"limit", "count_from_0", "its number"},
};

}  // namespace

const Table swarm{"swarm", swarm_keys, {}};
const Table sweep{"sweep", sweep_keys, {}};
const Table top{"a scenario", top_keys, top_elsewhere};
const Table radio{"radio", radio_keys, {}};
const Table access_point{"an access point", access_point_keys, {}};
const Table wall{"a wall", wall_keys, {}};
const Table waypoint{"a point of a route", waypoint_keys, {}};
const Table links{"links", links_keys, link_elsewhere};
const Table link{"a link", link_keys, link_elsewhere};
const Table way{"default", std::span(link_keys).subspan(3), link_elsewhere};
const Table trace_point{"a row of a trace", trace_point_keys, {}};
const Table discovery{"discovery", discovery_keys, {}};
const Table find{"an entry of discovery", find_keys, {}};
const Table finding{"default", {}, {}};
const Table device{"a device", device_keys, device_elsewhere};
const Table profile{"a profile", profile_keys, {}};
const Table derivation{"with", std::span(profile_keys).subspan(5), {}};
const Table fault{"a fault", trigger_and_fault_keys, {}};
const Table step{"a step", step_keys, step_elsewhere};
const Table expectation{"an expectation", expectation_keys, {}};
const Table recorded{"recorded", recorded_keys, {}};
const Table invariant{"an invariant", invariant_keys, {}};

}  // namespace nearsim::scenario::language
