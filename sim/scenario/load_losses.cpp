// What a link loses beyond single messages: a conditioner's preset, bursts, a chain of two states, a
// recording.
#include <fmt/format.h>

#include <filesystem>

#include "models/radio/conditioner.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/prescan.hpp"

namespace nearsim::scenario {
namespace {

// As a path is meant that stands in a file: from where that file is.
std::string beside(const std::string& scenario, const std::string& path) {
  return (std::filesystem::path(scenario).parent_path() / path).string();
}

void load_burst(Loading& loading, const Map& map, const Node& node, WaySpec& way) {
  int length = 0;
  if (!loading.reader.value(node, "burst", length, std::optional(Limits<int>{1, longest_burst}))) return;
  if (way.loss == base::none)
    return loading.findings().error(node.at, "burst: nothing is lost, so there are no bursts",
                                    "loss: 5%, burst: 4");
  if (map.has("chain"))
    return loading.findings().error(node.at, "burst: a chain says how long bursts are",
                                    "leave one of the two out");
  way.chain = radio::webrtc_burst(way.loss, length);
  if (!way.chain)
    loading.findings().error(
        node.at,
        fmt::format("burst: with a loss of {} bursts are longer by chance already", text_of(way.loss)),
        "a longer burst, or none");
  way.loss = base::none;
}

void load_chain(Loading& loading, const Node& node, WaySpec& way) {
  radio::LossSettings chain;
  const std::size_t before = loading.findings().count();
  read_settings(loading.reader, node, "chain", chain);
  if (loading.findings().count() != before) return;
  if (way.loss > base::none)
    return loading.findings().error(node.at, "chain: it says what is lost, and so does `loss`",
                                    "leave one of the two out");
  if (chain.enter > base::none && chain.leave == base::none)
    return loading.findings().error(node.at, "chain: the bad time never ends",
                                    "leave: 25%, for bursts of four");
  if (chain.mean_loss() <= 0)
    return loading.findings().error(node.at, "chain: nothing is ever lost", "chain: {enter: 1%, leave: 25%}");
  way.chain = chain;
}

void load_rows(Loading& loading, const Node& node, std::vector<radio::TracePoint>& trace) {
  for (const Node& item : node.items) {
    if (!loading.reader.is_map(item, "a row of a trace")) continue;
    Map row(loading.reader, item, language::trace_point);
    radio::TracePoint point;
    row.read("at", point.at, std::optional(protocol::any_time));
    row.read("delay", point.delay, std::optional(protocol::any_time));
    row.read("loss", point.loss);
    if (trace.empty() && point.at != Duration{0})
      loading.findings().error(item.at, "at: the first row begins later than 0s", "begin with 0s");
    if (!trace.empty() && point.at <= trace.back().at)
      loading.findings().error(item.at, "at: not later than the row before", "rows are in the order of time");
    trace.push_back(point);
  }
  if (node.items.empty())
    loading.findings().error(node.at, "trace: it has no rows", "[{at: 0s, delay: 10ms, loss: 0%}]");
}

// What cannot be one, and what would be waited for without end.
const char* no_recording(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  if (std::filesystem::is_directory(status)) return "is a folder";
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return "is a device";
  return nullptr;
}

void load_file_of_rows(Loading& loading, const Node& node, std::vector<radio::TracePoint>& trace) {
  std::string name;
  if (!loading.reader.text(node, "trace", name)) return;
  if (name.empty()) return loading.findings().error(node.at, "trace: the name is empty", "trace: ride.csv");
  const std::string path = beside(loading.scenario.file, name);
  if (const char* what = no_recording(path))
    return loading.findings().error(node.at, fmt::format("trace: {}: {}", path, what),
                                    "a file with lines of at,delay,loss");
  const FileText file = read_file(path);
  if (!file.text) return loading.findings().error(node.at, fmt::format("trace: {}: {}", path, file.problem));
  radio::TraceReading reading = radio::read_trace(*file.text);
  const SourceText csv(*file.text, path);
  for (const radio::TraceError& e : reading.errors) {
    Diagnostic diagnostic;
    diagnostic.message = e.message;
    diagnostic.hint = e.hint;
    csv.show({static_cast<int>(e.line) - 1, static_cast<int>(e.column) - 1}, diagnostic);
    loading.findings().add(std::move(diagnostic));
  }
  if (reading.errors.empty()) trace = std::move(reading.trace.points);
}

void load_trace(Loading& loading, const Map& map, const Node& node, WaySpec& way) {
  const bool said = way.delay > Duration{0} || way.loss > base::none;
  const bool in_bursts = map.has("burst") || map.has("chain");
  if (in_bursts || (said && (map.has("delay") || map.has("loss") || map.has("preset"))))
    return loading.findings().error(node.at, "trace: a recording says how late and how lossy the link is",
                                    "leave the trace out, or delay, loss, burst, chain and preset");
  way.chain.reset();
  way.trace.clear();
  if (node.kind == Node::Kind::sequence) load_rows(loading, node, way.trace);
  else load_file_of_rows(loading, node, way.trace);
  way.delay = Duration{0};
  way.loss = base::none;
}

void no_such_conditioner(Loading& loading, const Node& node, std::string_view key, std::string_view name) {
  std::vector<std::string_view> names;
  std::string all;  // in quotes, because there are commas in them
  for (const radio::Conditioner& c : radio::conditioners()) {
    names.push_back(c.name);
    all += fmt::format("{}'{}'", all.empty() ? "" : ", ", c.name);
  }
  std::string hint = suggest(name, names, "one of");
  if (!hint.starts_with("did you mean")) hint = "one of: " + all;
  loading.findings().error(node.at, fmt::format("{}: there is no link conditioner '{}'", key, name), hint);
}

}  // namespace

void read_conditioner(Loading& loading, const Node& node, std::string& out) {
  std::string name;
  if (!loading.reader.text(node, "conditioner", name)) return;
  if (radio::conditioner(name) != nullptr) out = name;
  else if (radio::conditioned(name) != nullptr)
    loading.findings().error(node.at, fmt::format("conditioner: '{}' is one direction of a preset", name),
                             "a device has both: leave (up) or (down) out");
  else no_such_conditioner(loading, node, "conditioner", name);
}

void load_link_preset(Loading& loading, const Map& map, WaySpec& way) {
  const Node* node = map.find("preset");
  std::string name;
  if (node == nullptr || !loading.reader.text(*node, "preset", name)) return;
  const radio::Conditioned* found = radio::conditioned(name);
  if (found == nullptr) return no_such_conditioner(loading, *node, "preset", name);
  way = {found->delay, Duration{0}, found->loss, found->rate, {}, {}};
}

// What an entry says anew replaces what an earlier one said of the same in another way.
void load_losses(Loading& loading, const Map& map, WaySpec& way) {
  if (map.has("loss") || map.has("delay")) way.trace.clear();
  if (map.has("loss")) way.chain.reset();
  const Node* burst = map.find("burst");
  const Node* chain = map.find("chain");
  const Node* trace = map.find("trace");
  if ((burst != nullptr || chain != nullptr) && trace == nullptr) way.trace.clear();
  if (chain != nullptr) way.chain.reset();
  if (burst != nullptr) load_burst(loading, map, *burst, way);
  else if (chain != nullptr) load_chain(loading, *chain, way);
  if (trace != nullptr) load_trace(loading, map, *trace, way);
}

}  // namespace nearsim::scenario
