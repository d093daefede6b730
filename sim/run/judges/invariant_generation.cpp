// I10: what comes late from a session that was replaced changes nothing.  The device notices when it does.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"device", "obeyed_old_session"}};
  return all;
}

class Generation final : public InvariantJudge {
 public:
  Generation(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.verbs = &heard()}) {}

  void happened(const Happening& h, VerbNumber) override {
    broken(h.record.at, h.node, h.peer,
           fmt::format("a callback of session {} changed the engine of {}, which is in session {}",
                       number(h.record, "session"), names()(h.node), number(h.record, "present")),
           h.index);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  [[nodiscard]] static std::int64_t number(const kernel::Record& record, std::string_view key) {
    const kernel::Value* value = field(record, key);
    const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
    return number ? *number : 0;
  }
};

}  // namespace

Seat make_generation(const Court& court, const InvariantCase& which) {
  return seat<Generation>(court, which);
}

}  // namespace nearsim::run
