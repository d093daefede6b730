#include "sim/run/witness.hpp"

namespace nearsim::run {

namespace {

class UpTo final : public kernel::Sink {
 public:
  UpTo(const scenario::Scenario& scenario, const Violation& violation, std::size_t count)
      : scenario_(scenario), violation_(violation), kept_(count) {}

  void write(const kernel::Record& record, std::uint64_t index) override {
    const bool after = violation_.record ? index > *violation_.record : record.at > violation_.at;
    if (!after && concerns(record)) kept_.write(record, index);
  }
  [[nodiscard]] std::vector<kernel::StoredRecord> take() const {
    return {kept_.records().begin(), kept_.records().end()};
  }

 private:
  [[nodiscard]] bool concerns(const kernel::Record& record) const {
    if (scenario_.devices.size() <= 2 || violation_.a == net::no_node) return true;
    return is(record.node, violation_.a) || is(record.node, violation_.b) || is(record.peer, violation_.a) ||
           is(record.peer, violation_.b) || record.topic == "fault";
  }
  [[nodiscard]] bool is(std::string_view name, Node node) const {
    return node < scenario_.devices.size() && scenario_.devices[node].name == name;
  }

  const scenario::Scenario& scenario_;
  const Violation& violation_;
  kernel::MemorySink kept_;
};

}  // namespace

std::vector<kernel::StoredRecord> records_before(const scenario::Scenario& scenario, base::Seed seed,
                                                 const Violation& violation, std::uint64_t event_budget,
                                                 std::size_t count) {
  UpTo sink{scenario, violation, count};
  (void)run(scenario, seed, {.sinks = {&sink}, .event_budget = event_budget});
  return sink.take();
}

std::vector<kernel::StoredRecord> records_of(const scenario::Scenario& scenario, base::Seed seed,
                                             std::uint64_t event_budget) {
  kernel::MemorySink sink;
  (void)run(scenario, seed, {.sinks = {&sink}, .event_budget = event_budget});
  return {sink.records().begin(), sink.records().end()};
}

}  // namespace nearsim::run
