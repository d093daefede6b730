// Discovery: the schedules of Apple's responder, and how long ghosts stay.
#include <fmt/format.h>

#include <algorithm>

#include "models/net/mdns/mdns.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {
namespace {

using namespace std::chrono_literals;
using net::Node;

double seconds_of(base::Duration d) { return static_cast<double>(d.count()) / 1e9; }

struct Ear final : net::Browser {
  explicit Ear(kernel::Scheduler& s) : scheduler(s) {}
  void found(const net::Record&, Node) override { at_found = scheduler.now(), seen = true; }
  void lost(const net::Record&, Node) override { at_lost = scheduler.now(); }
  kernel::Scheduler& scheduler;
  base::Instant at_found{}, at_lost{};
  bool seen = false;
};

struct Two {  // devices: 0 publishes, 1 browses; ways without delay
  explicit Two(std::uint64_t seed = 1, net::mdns::Settings settings = {}, base::Ratio loss = base::none)
      : streams(base::Seed{seed}),
        network(scheduler, streams, {net::Way{.delay = {}, .loss = loss}}),
        link(network, streams),
        mdns(scheduler, streams, settings, link),
        ear(scheduler) {}
  net::Publication publish() { return mdns.publish(0, {10, "iPhone", {}}); }
  void run(base::Duration until) { scheduler.run_until(base::at(until)); }
  kernel::Scheduler scheduler;
  base::Streams streams;
  net::Network network;
  net::mdns::NetworkLink link;
  net::mdns::Mdns mdns;
  Ear ear;
};

void exact(Chapter& c, const char* target, std::string what, double published, double ours, int digits = 2) {
  c.rows.push_back({target, std::move(what), published, ours, 0, Kind::absolute, digits});
}

void schedules(Chapter& c) {
  const double queries[] = {0, 1, 4, 13, 40, 121, 364, 1093, 3280, 6880};
  Two t;
  t.mdns.browse(1, t.ear);
  std::uint64_t before = 0;
  for (int n = 0; n < 10; ++n) {  // in the run, not in the formula: one more query at each of these instants
    t.run(std::chrono::seconds(static_cast<int>(queries[n])));
    exact(c, "M6", fmt::format("queries sent by {} s", queries[n]), n + 1,
          static_cast<double>(t.mdns.count().queries), 0);
    exact(c, "M6", "... of them at that instant", 1, static_cast<double>(t.mdns.count().queries - before), 0);
    before = t.mdns.count().queries;
    if (n == 9) break;
    t.run(std::chrono::seconds(static_cast<int>(queries[n + 1])) - 1ns);
  }
  const double announced[] = {0, 1, 3, 7};
  for (int n = 0; n < 4; ++n)
    exact(c, "M6", fmt::format("announcement {}, s", n + 1), announced[n],
          seconds_of(net::mdns::announce_time({}, n)));
}

void claims(Chapter& c, int runs) {
  double least = 1e9, most = 0;
  for (int seed = 1; seed <= runs; ++seed) {
    Two t(static_cast<std::uint64_t>(seed));
    t.mdns.browse(1, t.ear);
    t.publish();
    t.run(5s);
    least = std::min(least, seconds_of(t.ear.at_found - base::Instant{}));
    most = std::max(most, seconds_of(t.ear.at_found - base::Instant{}));
  }
  c.rows.push_back(
      {"M6", "a new name is claimed and announced after, s: soonest", 0.75, least, 1.0, Kind::within, 3});
  c.rows.push_back({"M6", "... latest", 0.75, most, 1.0, Kind::within, 3});
}

// The vanished device was last heard at its fourth announcement.
void ghosts(Chapter& c) {
  Two t;
  const net::Publication p = t.publish();
  t.mdns.browse(1, t.ear);
  t.run(60s);
  const base::Duration heard = t.ear.at_found - base::Instant{} + 7s;
  t.mdns.withdraw(p, net::Goodbye::not_sent);
  const auto asked_between = [&](base::Duration from, base::Duration to) {
    t.run(heard + from - 1ns);
    const auto before = t.mdns.count().queries;
    t.run(heard + to);
    return static_cast<double>(t.mdns.count().queries - before);
  };
  for (const int at : {3600, 3825, 4050, 4275})
    exact(c, "M7", fmt::format("ghost: refresh queries from {} to {} s", at, at + 90), 1,
          asked_between(std::chrono::seconds(at), std::chrono::seconds(at + 90)), 0);
  t.run(heard + 5000s);
  exact(c, "M7", "ghost: removed after, s", 4500, seconds_of(t.ear.at_lost - base::Instant{} - heard));
}

void endings(Chapter& c, int runs) {
  double least = 1e9, most = 0, rfc = 0, goodbye = 0;
  for (int seed = 1; seed <= runs; ++seed) {
    Two t(static_cast<std::uint64_t>(seed));
    const net::Publication p = t.publish();
    t.mdns.browse(1, t.ear);
    t.run(60s);
    t.mdns.withdraw(p, net::Goodbye::not_sent);
    t.mdns.reconfirm(1, 10);
    t.run(120s);
    least = std::min(least, seconds_of(t.ear.at_lost - base::at(60s)));
    most = std::max(most, seconds_of(t.ear.at_lost - base::at(60s)));
  }
  for (const bool said : {false, true}) {
    Two t(1, said ? net::mdns::Settings{} : net::mdns::settings_of(net::mdns::System::rfc6762));
    const net::Publication p = t.publish();
    t.mdns.browse(1, t.ear);
    t.run(60s);
    t.mdns.withdraw(p, said ? net::Goodbye::sent : net::Goodbye::not_sent);
    if (!said) t.mdns.reconfirm(1, 10);
    t.run(120s);
    (said ? goodbye : rfc) = seconds_of(t.ear.at_lost - base::at(60s));
  }
  c.rows.push_back({"M8", "doubted ghost gone after, s: soonest", 5.0, least, 6.67, Kind::within, 3});
  c.rows.push_back({"M8", "... latest", 5.0, most, 6.67, Kind::within, 3});
  exact(c, "M8", "... on a system that follows RFC 6762", 10, rfc);
  exact(c, "M8", "after a goodbye (no delay on the way)", 1, goodbye);
}

void lossy(Chapter& c, int percent, double published, int runs) {
  int found = 0;
  for (int seed = 1; seed <= runs; ++seed) {
    Two t(static_cast<std::uint64_t>(seed));
    t.publish();
    t.run(20s);
    for (const auto& [from, to] : {std::pair{0u, 1u}, std::pair{1u, 0u}})
      t.network.set_way(from, to, {.delay = {}, .loss = base::percent(percent)});
    t.mdns.browse(1, t.ear);
    t.run(22s);
    found += t.ear.seen ? 1 : 0;
  }
  c.rows.push_back({"M9", fmt::format("loss {} %: found by the second query, share", percent), published,
                    double(found) / runs, 0.01, Kind::relative, 4});
}

}  // namespace

Chapter discovery(Depth depth) {
  const int times = depth == Depth::deep ? 10 : 1;
  Chapter chapter;
  chapter.title = "Discovery by multicast DNS";
  chapter.about =
      "RFC 6762 and Apple's mDNSResponder. M9 is arithmetic: two queries at 0 and 1 s, each lost or not, and "
      "so is each\n"
      "answer; announcements are over.";
  schedules(chapter);
  claims(chapter, 300 * times);
  ghosts(chapter);
  endings(chapter, 300 * times);
  lossy(chapter, 30, .7399, 40'000 * times);
  lossy(chapter, 50, .4375, 40'000 * times);
  return chapter;
}

}  // namespace nearsim::validation
