#include "sim/run/judges/frame.hpp"

#include <fmt/format.h>

#include "sim/run/judges/records.hpp"

namespace nearsim::run {

Frame::Frame(const scenario::Expectation& e) : between_(e.between ? &*e.between : nullptr) {
  if (e.during) {
    from_ = base::at(e.during->from);
    to_ = base::at(e.during->to);
  } else if (e.quantifier == scenario::Quantifier::within) {
    to_ = base::at(e.bound);
  }
  if (between_ != nullptr && !between_->from.empty()) from_ = base::never;
}

void Frame::happened(const Happening& h) {
  if (between_ == nullptr || (h.record.topic != "fault" && h.record.topic != "user")) return;
  const std::string_view name = text_field(h.record, "name");
  if (name.empty() || h.record.verb.ends_with("_ends")) return;
  if (from_ == base::never) {
    if (name == between_->from) from_ = h.record.at;
  } else if (to_ == base::never && name == between_->to) {
    to_ = h.record.at;
  }
}

std::string Frame::missing() const {
  if (between_ == nullptr) return {};
  if (from_ == base::never)
    return fmt::format("'{}' never happened, so there was nothing to judge", between_->from);
  if (to_ == base::never) return fmt::format("'{}' never happened", between_->to);
  return {};
}

}  // namespace nearsim::run
