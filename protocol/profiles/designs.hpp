// The shipped designs.  Each file of this folder makes one profile and lists where its constants come from.
#pragma once

#include "protocol/profile.hpp"

namespace nearsim::protocol {

[[nodiscard]] Profile fixv2();
[[nodiscard]] Profile fixv2_repaired();
[[nodiscard]] Profile attable();
[[nodiscard]] Profile attable_repaired();
[[nodiscard]] Profile meshred();
[[nodiscard]] Profile meshred_before();
[[nodiscard]] Profile recommended();
[[nodiscard]] Profile spacedrive();
[[nodiscard]] Profile spacedrive_before();
[[nodiscard]] Profile spacedrive_repaired();
[[nodiscard]] Profile socialstream();
[[nodiscard]] Profile socialstream_repaired();

extern const std::span<const Quote> fixv2_quotes;
extern const std::span<const Quote> fixv2_repaired_quotes;
extern const std::span<const Quote> attable_quotes;
extern const std::span<const Quote> attable_repaired_quotes;
extern const std::span<const Quote> meshred_quotes;
extern const std::span<const Quote> meshred_before_quotes;
extern const std::span<const Quote> recommended_quotes;
extern const std::span<const Quote> spacedrive_quotes;
extern const std::span<const Quote> spacedrive_before_quotes;
extern const std::span<const Quote> spacedrive_repaired_quotes;
extern const std::span<const Quote> socialstream_quotes;
extern const std::span<const Quote> socialstream_repaired_quotes;

}  // namespace nearsim::protocol
