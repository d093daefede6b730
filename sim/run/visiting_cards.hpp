// What invitations say of who sends them, as bytes, and read back.  Who invites everybody, again and again,
// says the same each time; it is put into bytes, and read out of them, once.
#pragma once

#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "models/net/node.hpp"
#include "protocol/identity.hpp"
#include "protocol/message.hpp"

namespace nearsim::run {

class VisitingCards {
 public:
  VisitingCards(net::Node devices, std::pmr::memory_resource* memory) : latest_(devices, memory) {}

  // Both give what lasts until the next call.
  [[nodiscard]] net::BytesView write(net::Node of, const protocol::PeerRecord& self,
                                     std::string_view platform, std::uint64_t attempts);
  [[nodiscard]] const protocol::Hello* read(net::Node of, net::BytesView bytes);  // null: it is none

 private:
  struct Card {
    protocol::Hello says;
    protocol::Payload bytes;                   // empty: none was written yet
    std::optional<protocol::Decoded> decoded;  // from the bytes alone, as for everybody; none: not read yet
  };
  [[nodiscard]] static const protocol::Hello* hello(const protocol::Decoded& decoded);

  std::pmr::vector<Card> latest_;  // by device
  protocol::Decoded earlier_;      // one that its sender has replaced meanwhile
};

}  // namespace nearsim::run
