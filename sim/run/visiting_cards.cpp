#include "sim/run/visiting_cards.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <variant>

namespace nearsim::run {

net::BytesView VisitingCards::write(net::Node of, const protocol::PeerRecord& self, std::string_view platform,
                                    std::uint64_t attempts) {
  Card& card = latest_[of];
  const protocol::Hello& says = card.says;
  const bool same = !card.bytes.empty() && says.nonce == self.nonce && says.instance == self.instance &&
                    says.attempts == attempts && says.node_id == self.node_id &&
                    says.device == self.display_name && says.platform == platform;
  if (!same) {
    card.says = {self.display_name, std::string(platform), self.node_id, self.instance, self.nonce, attempts};
    card.bytes = protocol::encode(card.says);
    card.decoded.reset();
  }
  return std::as_bytes(std::span(card.bytes));
}

const protocol::Hello* VisitingCards::read(net::Node of, net::BytesView view) {
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(view.data()), view.size());
  if (of < latest_.size() && std::ranges::equal(bytes, latest_[of].bytes)) {
    std::optional<protocol::Decoded>& decoded = latest_[of].decoded;
    if (!decoded) decoded = protocol::decode(bytes);
    return hello(*decoded);
  }
  earlier_ = protocol::decode(bytes);
  return hello(earlier_);
}

const protocol::Hello* VisitingCards::hello(const protocol::Decoded& decoded) {
  const auto* message = std::get_if<protocol::Message>(&decoded);
  return message == nullptr ? nullptr : std::get_if<protocol::Hello>(message);
}

}  // namespace nearsim::run
