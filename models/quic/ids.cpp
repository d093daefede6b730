#include "models/quic/ids.hpp"

namespace nearsim::quic {

std::string_view name(Cause cause) { return names_of(cause)[static_cast<std::size_t>(cause)]; }
std::string_view name(Alpn alpn) { return names_of(alpn)[static_cast<std::size_t>(alpn)]; }

}  // namespace nearsim::quic
