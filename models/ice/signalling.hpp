// The signalling server and each device's WebSocket to it.  Both ends of a socket have an opinion of it: a
// device that has another address since then still believes in its socket, and the server in its.
//
//     device   closed --open--> connecting --> entering --welcome--> open --> closed
//     server                      (accepts)     registered under a name ...........> gone
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "models/ice/frame.hpp"
#include "models/ice/settings.hpp"
#include "models/ice/uplinks.hpp"
#include "models/ice/verbs.hpp"
#include "models/net/stream.hpp"
#include "sim/base/random.hpp"

namespace nearsim::ice {

class Client {  // at a device; called at once, whatever its process does
 public:
  virtual void signalling_opened() = 0;
  virtual void signalling_closed() = 0;  // it ended, or could not be made
  virtual void signalled(const Frame& frame) = 0;

 protected:
  ~Client() = default;
};

class Signalling final : private net::StreamUser {
 public:
  enum class Down : std::uint8_t { killed, unreachable };

  Signalling(Uplinks& uplinks, net::Network& network, const base::Streams& streams, const ServerSettings&,
             net::Observer* observer);
  Signalling(const Signalling&) = delete;
  Signalling& operator=(const Signalling&) = delete;

  // --- for a device
  void attach(Node device, Client& client);
  void open(Node device, Identity as,
            base::Duration ping = {});  // whatever was there before is forgotten by the device
  void close(Node device);
  void send(Node device, const Frame& frame);  // a socket that is not open takes nothing
  [[nodiscard]] bool is_open(Node device) const { return sockets_[device].state == Socket::State::open; }
  void address_changed(Node device);  // its socket is of the old one: dead, and neither end knows it

  // --- faults, counted
  void take_down(Down how);
  void bring_up(Down how);
  void restart();  // every socket ends, and it is there again at once

 private:
  struct Socket {
    enum class State : std::uint8_t { closed, connecting, entering, open };
    State state = State::closed;
    bool stale = false;   // of an address that the device no longer has
    bool doomed = false;  // a write to it waits for its timeout
    Identity as = 0;
    base::Duration ping{};         // 0: none
    std::uint32_t generation = 0;  // of connecting
    Client* client = nullptr;
    std::optional<net::Stream> stream;
  };
  struct Registered {
    Identity as;
    Node device;
    std::uint32_t socket;  // by generation
    base::Instant stale_since = base::never;
  };

  // --- the server
  [[nodiscard]] net::Offer stream_offered(net::Stream&) override;
  void stream_opened(net::Stream&, net::End) override;
  void stream_received(net::Stream&, net::End, net::Buffer&) override;
  void stream_ended(net::Stream&, net::End, net::Errno) override;
  void served(Node device, const Frame& frame);
  void enter(Node device, Identity as);
  void forward(Node device, Frame frame);
  void deliver(Node to, const Frame& frame);  // to a device whose socket the server believes in
  void forget(Node device);
  void remove(std::size_t registered);
  void look_for_dead();
  [[nodiscard]] std::size_t find(Identity as) const;

  // --- the devices
  void received(Node device, const Frame& frame);
  void ended(Node device, std::string_view why);
  void ping(Node device, std::uint32_t generation);
  void report(Node device, const ServerSays& verb, std::initializer_list<kernel::Field> fields = {});
  [[nodiscard]] kernel::Scheduler& scheduler() const { return network_.scheduler(); }

  Uplinks& uplinks_;
  net::Network& network_;
  ServerSettings settings_;
  net::StreamSettings stream_settings_;
  net::Observer* observer_;
  net::Courier courier_;
  base::Rng random_;
  std::deque<Socket> sockets_;  // by device
  std::vector<Registered> registered_;
  int killed_ = 0, unreachable_ = 0;
  net::Token isolated_;
  std::uint32_t process_ = 0;  // of the server
  kernel::Deadline look_;
};

}  // namespace nearsim::ice
