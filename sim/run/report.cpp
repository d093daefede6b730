#include "sim/run/report.hpp"

#include <algorithm>

namespace nearsim::run {

bool goes_by(const Verdict& verdict, std::string_view name) {
  return verdict.text == name || verdict.text.substr(0, verdict.text.find(' ')) == name;
}

Demand demand_of(const Report& report, const Verdict& verdict) {
  const bool named = std::any_of(report.must_fail.begin(), report.must_fail.end(),
                                 [&](const std::string& name) { return goes_by(verdict, name); });
  return named ? Demand::must_fail : Demand::must_hold;
}

bool is_met(const Report& report, const Verdict& verdict) {
  if (verdict.held == Held::reached || verdict.held == Held::not_reached)
    return true;  // one run proves nothing
  return (verdict.held == Held::violated) == (demand_of(report, verdict) == Demand::must_fail);
}

bool Report::passed() const {
  const auto met = [this](const Verdict& verdict) { return is_met(*this, verdict); };
  return ending == Ending::finished && std::all_of(expectations.begin(), expectations.end(), met) &&
         std::all_of(invariants.begin(), invariants.end(), met);
}

}  // namespace nearsim::run
