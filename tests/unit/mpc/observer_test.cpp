#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "models/mpc/verbs.hpp"
#include "models/net/airwaves.hpp"
#include "models/net/mdns/mdns.hpp"
#include "models/net/path.hpp"
#include "tests/unit/mpc/people.hpp"
#include "tests/unit/mpc/two_ways.hpp"

using namespace nearsim;
using namespace nearsim::mpc;

namespace {

// "A invite_sent B" for every event, and a check that its verb is in a table.
struct Notes final : net::Observer {
  void event(base::Instant, net::Node node, const kernel::Verb& what, net::Node peer,
             std::initializer_list<kernel::Field> fields) override {
    const std::string_view topic = what.topic, verb = what.name;
    const auto listed = [&](const net::Verb& v) { return v.topic == topic && v.name == verb; };
    CHECK_MESSAGE((std::any_of(std::begin(net::verbs), std::end(net::verbs), listed) ||
                   std::any_of(std::begin(verbs), std::end(verbs), listed)),
                  verb);
    seen.insert(std::string{topic} + '/' + std::string{verb});
    std::string line(1, static_cast<char>('A' + node));
    line += ' ' + std::string{verb};
    if (peer != net::no_node) line += std::string{" "} + static_cast<char>('A' + peer);
    for (const kernel::Field& f : fields)
      if (const auto* n = std::get_if<std::int64_t>(&f.value); n != nullptr && f.key == "errno")
        line += " errno=" + std::to_string(*n);
    lines.push_back(line);
  }
  [[nodiscard]] bool has(std::string_view line) const {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  }
  std::vector<std::string> lines;
  std::set<std::string> seen;
};

// The one verb that a network of ways alone has no occasion for: a technology comes and carries.
struct Cable final : radio::Technology {
  std::string_view name() const override { return "cable"; }
  bool joins(net::Node, net::Node) const override { return there; }
  radio::Crossing carry(net::Node, net::Node, base::Bytes, radio::Cast, base::Rng&) override { return {}; }
  void come() {
    there = true;
    tell(radio::any_station, radio::any_station);
  }
  bool there = false;
};
void switch_path(People& p, net::Observer& observer) {
  Cable cable;
  net::PathChoice choice(p.scheduler, p.streams, {&cable}, {}, &observer);
  base::Rng draw(1, 2);
  static_cast<void>(choice.carry(0, 1, {1}, radio::Cast::unicast, draw));
  cable.come();
}

void use_channels(net::Observer& observer) {
  TwoWays w({.channels = Channels::each_interface}, &observer);
  w.people.meet();
  w.people.air.block_lane(0, 1, TwoWays::wifi_lane);
  w.people[0].invite(w.people[1]);
  static_cast<void>(w.people.run(30s));
}

void fill_bluetooth(net::Observer& observer) {
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  net::AirwavesSettings settings;
  settings.ble_link.connections = 1;
  net::Airwaves air(scheduler, streams, settings, {{}, {{1000}, {0}, 0}, {{2000}, {0}, 0}}, &observer);
  for (net::Node n = 0; n < 3; ++n) air.switch_to(n, {.bluetooth = true});
  scheduler.run_until(base::at(30s));
}

void name_two_alike(net::Observer& observer) {
  net::Room room({.delay = 10ms});
  net::mdns::NetworkLink link(room.network, room.streams);
  net::mdns::Settings settings;
  settings.names = net::mdns::Names::by_display_name;
  net::mdns::Mdns mdns(room.scheduler, room.streams, settings, link, &observer);
  for (net::Node n = 0; n < 2; ++n) static_cast<void>(mdns.publish(n, {10 + n, "iPhone", {}}));
  static_cast<void>(room.run(30s));
}

struct Names {
  template <class T>
  void operator()(std::string_view name, const T&, std::string_view doc) {
    CHECK(names.insert(std::string{name}).second);
    CHECK_FALSE(doc.empty());
  }
  std::set<std::string> names;
};

}  // namespace

TEST_CASE("observer: a life in verbs, every one of them in the tables and every table entry in some life") {
  Notes notes;
  People p(2, {}, {}, {}, &notes);
  p[1].manners = Person::Manners::decline;
  p.meet();
  p[0].invite(p[1]);
  static_cast<void>(p.run(2s));
  CHECK(notes.has("B invite_declined A"));
  CHECK(notes.has("A invite_failed B errno=61"));
  CHECK(notes.has("A not_connected B errno=61"));
  p[1].manners = Person::Manners::accept;
  p[0].invite(p[1]);
  static_cast<void>(p.run(3s));
  CHECK(notes.has("A connected B"));
  p[0].send({&p[1]}, "hello");
  p.network.cut(0, 1);
  p[0].send({&p[1]}, "hello");
  p.network.restore(0, 1);
  p.network.set_way(0, 1, {.loss = base::certain});
  p[0].send({&p[1]}, "hello");
  static_cast<void>(p.run(4s));
  p.network.set_way(0, 1, {});
  static_cast<void>(p.run(10s));
  p[0].framework.disconnect(p[0].session);
  p[0].send({&p[1]}, "hello");
  p.network.cut(0, 1);
  p[0].invite(p[1], 1s);
  static_cast<void>(p.run(20s));
  CHECK(notes.has("A invite_timed_out B errno=60"));
  p[0].framework.suspend();
  p[0].framework.resume();
  p[1].framework.stop_browsing();
  p[1].framework.stop_advertising();
  static_cast<void>(p.run(30s));
  p[0].framework.kill(Exit::crash);
  switch_path(p, notes);
  use_channels(notes);
  fill_bluetooth(notes);
  name_two_alike(notes);
  for (const net::Verb& v : net::verbs)
    CHECK_MESSAGE(notes.seen.contains(std::string{v.topic} + '/' + std::string{v.name}), v.name);
  for (const net::Verb& v : verbs)
    CHECK_MESSAGE(notes.seen.contains(std::string{v.topic} + '/' + std::string{v.name}), v.name);
}

TEST_CASE("settings: every field is listed once, and every enumeration has a word per value") {
  Names v;
  const Settings settings;
  Settings::fields(settings, v);
  CHECK(v.names.size() == 28);
  CHECK(names_of(CrossingInvitations::two_links)[2] == "both_fail");
}

TEST_CASE("loss: an invitation and data get through a bad way, late but in order") {
  People p(2, {}, {.delay = 10ms, .loss = base::percent(40)});
  p.meet();
  p[0].invite(p[1]);
  const std::string log = p.run(40s);
  CHECK(time_of(log, "A:connected-B") > 1040);
  for (const char* m : {"1", "2", "3", "4", "5"}) p[0].send({&p[1]}, m);
  const std::string data = p.run(80s);
  std::string order;
  for (std::size_t i = data.find("B:A:"); i != std::string::npos; i = data.find("B:A:", i + 1))
    order += data[i + 4];
  CHECK(order == "12345");
}

TEST_CASE("discovery: a failed invitation purges a ghost if the setting says so") {
  for (const Reconfirm when : {Reconfirm::never, Reconfirm::after_failure}) {
    People p(2, {.reconfirm = when});
    p.meet();
    p[1].framework.kill(Exit::power_loss);
    p[0].invite(p[1], 5s);
    const std::string log = p.run(60s);
    const long lost = time_of(log, "A:lost-B");
    if (when == Reconfirm::never) CHECK(lost == -1);
    else CHECK((lost >= 6020 && lost <= 12'670));
  }
}

TEST_CASE("room: two hundred devices find each other, and idle ones are small") {
  People p(200);
  for (std::size_t n = 0; n < 200; ++n) p[n].appear();
  p.scheduler.run_until(at(2s));
  CHECK(p.network.ways_in_use() == 0);
  CHECK(sizeof(Framework) + sizeof(Session) < 500);
}
