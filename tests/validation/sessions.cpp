// MultipeerConnectivity: how long it takes to connect, not to connect, and to notice.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "models/net/retry.hpp"
#include "models/net/stream.hpp"
#include "tests/unit/mpc/people.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {

using namespace mpc;

namespace {

double seconds_of(base::Duration d) { return static_cast<double>(d.count()) / 1e9; }

void exact(Chapter& c, const char* target, std::string what, double published, double ours, int digits = 2) {
  c.rows.push_back({target, std::move(what), published, ours, 0, Kind::absolute, digits});
}

// The instant, in seconds after the invitation at 1 s, of the first line of the log that begins like this.
double after(const std::string& log, const std::string& beginning) {
  const std::size_t at = log.find(beginning);
  if (at == std::string::npos) return -1;
  const std::size_t number = log.find('@', at) + 1;
  return std::stod(log.substr(number)) / 1000 - 1;
}

struct Range {
  double least = 1e9, most = 0;
  void add(double x) { least = std::min(least, x), most = std::max(most, x); }
  void rows(Chapter& c, const char* target, const std::string& what, double from, double to) const {
    c.rows.push_back({target, what + ": soonest, s", from, least, to, Kind::within, 2});
    c.rows.push_back({target, "... latest, s", from, most, to, Kind::within, 2});
  }
};

void invitations(Chapter& c) {
  {
    People p(2);
    p[1].manners = Person::Manners::silent;
    p.meet();
    p[0].invite(p[1], 0s);
    exact(c, "M1", "never answered: not connected after, s", 30, after(p.run(60s), "A:not_connected"));
  }
  People p(2);
  p[1].manners = Person::Manners::decline;
  p.meet();
  p[0].invite(p[1]);
  exact(c, "M1", "declined: not connected after a round trip of, s", 0.02,
        after(p.run(60s), "A:not_connected"));
}

void silences(Chapter& c) {
  Range blocked, silent;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    People p(2, {}, {}, {}, nullptr, seed);
    p.meet();
    p.air.block_channels(0, 1);
    p[0].invite(p[1]);
    const std::string log = p.run(60s);
    blocked.add(after(log, "A:not_connected") - after(log, "A:connecting"));
  }
  blocked.rows(c, "M2", "accepted, channels blocked: connecting to not connected", 10, 11);
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    People p(2, {}, {}, {}, nullptr, seed);
    p.connect();
    p[1].framework.kill(Exit::power_loss);
    silent.add(after(p.run(100s), "A:not_connected") - 1);
  }
  silent.rows(c, "M5", "silent peer: not connected", 10, 20);
  People p(2);
  p.connect();
  p[1].framework.disconnect(p[1].session);
  const double clean = after(p.run(60s), "A:not_connected") - 1;
  c.rows.push_back({"M5", "clean disconnect: not connected after, s", 0, clean, 1.1, Kind::within, 3});
}

void crowd(Chapter& c) {
  People p(12);
  p.meet();
  base::Duration t = 1s;
  for (std::size_t a = 0; a < 12; ++a)
    for (std::size_t b = a + 1; b < 12; ++b) {
      p[a].invite(p[b]);
      static_cast<void>(p.run((t += 1s)));
    }
  std::size_t most = 0;
  for (std::size_t a = 0; a < 12; ++a)
    most = std::max(most, p[a].framework.connected_peers(p[a].session).size());
  c.rows.push_back({"M11", "twelve invite each other in turn: most peers of one session", 1, double(most), 7,
                    Kind::within, 0});
}

void dead_hosts(Chapter& c) {
  const double syn[] = {1, 2, 3, 4, 5, 7, 11, 19, 35, 67};
  base::Duration sum{};
  for (int n = 0; n < 10; ++n) {
    sum += net::interval(mpc::Settings{}.invite_retry, n);
    exact(c, "M12", fmt::format("SYN {} to a dead host, s", n + 2), syn[n], seconds_of(sum), 0);
  }
}

// One who connects, to somebody who refuses or is not there.
struct Caller final : net::StreamUser {
  explicit Caller(bool value)
      : network(scheduler, streams, {net::Way{.up = value}}),
        courier(network),
        stream(network, courier, 0, 1, {}, *this) {
    stream.connect();
    scheduler.run_until(base::at(200s));
  }
  net::Offer stream_offered(net::Stream&) override { return net::Offer::refuse; }
  void stream_opened(net::Stream&, net::End) override {}
  void stream_received(net::Stream&, net::End, net::Buffer&) override {}
  void stream_ended(net::Stream&, net::End, net::Errno e) override {
    why = e;
    ended = scheduler.now();
  }

  base::Streams streams{base::Seed{1}};
  kernel::Scheduler scheduler;
  net::Network network;
  net::Courier courier;
  net::Errno why = net::Errno::none;
  base::Instant ended{};
  net::Stream stream;
};

void connecting(Chapter& c) {
  const Caller dead(false), closed(true);
  exact(c, "M12", "a dead host: errno", 60, static_cast<double>(net::number(dead.why)), 0);
  exact(c, "M12", "... after, s", 75, seconds_of(dead.ended - base::Instant{}));
  exact(c, "M12", "a closed port: errno", 61, static_cast<double>(net::number(closed.why)), 0);
  exact(c, "M12", "... after a round trip of, s", 0.02, seconds_of(closed.ended - base::Instant{}));
}

// RFC 6347: a flight of the handshake is sent again after 1 s, doubling up to 60 s.
void flights(Chapter& c) {
  constexpr net::Retry dtls{1s, 0, 60s};
  base::Duration sum{};
  int n = 0;
  for (const double published : {1, 3, 7, 15, 31, 63, 123}) {
    sum += net::interval(dtls, n++);
    exact(c, "M12", fmt::format("a DTLS flight, again ({}), s", n), published, seconds_of(sum), 0);
  }
}

}  // namespace

Chapter sessions(Depth) {
  Chapter c;
  c.title = "MultipeerConnectivity";
  c.about =
      "Reports from the field (Thali issues 1850 and 1884, MeshRed's documents, Apple's forum) and Apple's "
      "documented\n"
      "default. M13 and M14 are those of ICE.";
  invitations(c);
  silences(c);
  crowd(c);
  dead_hosts(c);
  connecting(c);
  flights(c);
  return c;
}

}  // namespace nearsim::validation
