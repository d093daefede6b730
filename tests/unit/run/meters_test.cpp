// Bytes and the load of queues: what they show, who may ask, and that asking changes nothing.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "sim/run/report.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;
using namespace nearsim::run;

namespace {

scenario::Scenario load(std::string_view more) {
  std::string text =
      "# Question: a test?\nnearsim: 1\nrun_for: 20s\ndevices:\n  - {name: Ana, profile: meshred}\n"
      "  - {name: Bob, profile: meshred}\n"
      "do: [{at: 10s, send: {device: Ana, type: chat, size: 1kB}, every: 1s, times: 5}]\n";
  text.append(more);
  scenario::Loaded loaded = scenario::load_text(text, "test.yaml");
  INFO(scenario::render(loaded.diagnostics));
  REQUIRE(loaded.scenario.has_value());
  return *loaded.scenario;
}

Report run_it(std::string_view more) { return run::run(load(more), base::Seed{1}); }

std::int64_t shown(const Report& report, std::string_view meter, std::string_view device) {
  std::int64_t sum = 0;
  for (const Reading& r : report.readings)
    if (r.meter == meter && r.device == device) sum += r.value;
  return sum;
}

}  // namespace

TEST_CASE("meters: bytes by device and peer, repetitions included; a metered run has the same trace") {
  const Report bare = run_it("");
  CHECK(bare.readings.empty());
  const Report metered = run_it("meters: true\n");
  CHECK(metered.fingerprint == bare.fingerprint);
  CHECK(metered.events == bare.events);
  const std::int64_t sent = shown(metered, "bytes_sent", "Ana");
  CHECK(sent > 5'000);
  CHECK(sent < 7'000);  // five messages, and what framing and the invitation add
  CHECK(shown(metered, "bytes_delivered", "Ana") == sent);
  CHECK(shown(metered, "bytes_sent", "Bob") < 1'000);
  const Report lossy = run_it("meters: true\nlinks: {default: {loss: 30%}}\n");
  CHECK(shown(lossy, "bytes_sent", "Ana") > shown(lossy, "bytes_delivered", "Ana"));
}

TEST_CASE("meters: at_most, at_least, exactly and never, in windows, per link and per device") {
  const Report report = run_it(
      "expect:\n"
      "  - {at_most: 7kB, bytes_sent: {from: Ana, to: Bob}}\n"
      "  - {at_most: 4kB, bytes_sent: {from: Ana}}\n"
      "  - {at_least: 1kB, bytes_delivered: {from: Ana}, during: [10s, 11s]}\n"
      "  - {at_most: 0B, bytes_sent: {from: Ana}, during: [15s, 20s]}\n"
      "  - {never: {bytes_sent: {over: wifi}}}\n"
      "  - {at_least: 1kB, bytes_sent: any, per: link}\n"
      "  - {at_least: 10B, bytes_sent: any, per: device}\n");
  std::string held;
  for (const Verdict& verdict : report.expectations) held += verdict.held == Held::held ? '+' : '-';
  CHECK(held == "+-+++-+");
}

TEST_CASE("meters: how long a queue was busy, how long a task waited, how many stood there") {
  const Report report = run_it(
      "faults: [{at: 12s, for: 3s, busy: {device: Bob, queue: session}}]\n"
      "expect:\n"
      "  - {exactly: 3s, queue_busy: {from: Bob, queue: session}}\n"
      "  - {exactly: 1s, queue_busy: {from: Bob}, during: [13s, 14s]}\n"
      "  - {at_least: 2.5s, queue_wait: {from: Bob, queue: session}}\n"
      "  - {at_most: 3s, queue_wait: {from: Bob}}\n"
      "  - {at_least: 2, queue_depth: {from: Bob, queue: session}}\n"
      "  - {at_most: 0s, queue_busy: {from: Ana}}\n");
  for (const Verdict& verdict : report.expectations) {
    CAPTURE(verdict.text);
    CAPTURE(verdict.measured);
    CHECK(verdict.held == Held::held);
  }
}

TEST_CASE("meters: a queue that waits at the end has waited until then") {
  const Report report = run_it(
      "faults:\n"
      "  - {at: 5s, for: 100ms, busy: {device: Bob, queue: main}}\n"
      "  - {at: 5s, for: 100ms, busy: {device: Bob, queue: session}}\n"
      "  - {at: 5s, sync: {device: Bob, queue: main, on: session}}\n"
      "  - {at: 5s, sync: {device: Bob, queue: session, on: main}}\n"
      "expect:\n"
      "  - {at_least: 14.9s, queue_wait: {from: Bob, queue: session}}\n"
      "  - {at_least: 14.9s, queue_busy: {from: Bob, queue: main}}\n"
      "  - {exactly: 1, device.deadlock: {from: Bob, what: session, on: main}}\n");
  for (const Verdict& verdict : report.expectations) {
    CAPTURE(verdict.text);
    CAPTURE(verdict.measured);
    CHECK(verdict.held == Held::held);
  }
  const auto lock = std::find_if(report.invariants.begin(), report.invariants.end(),
                                 [](const Verdict& v) { return v.text.substr(0, 3) == "I22"; });
  REQUIRE(lock != report.invariants.end());
  CHECK(lock->held == Held::violated);
}

TEST_CASE("sync: who waits for a queue that comes to it goes on, and I22 does not mind a short wait") {
  const Report report = run_it(
      "faults: [{at: 5s, sync: {device: Bob, takes: 2s}}]\n"
      "expect:\n"
      "  - {exactly: 1, device.waits: {from: Bob, what: main, on: session}}\n"
      "  - {exactly: 1, device.waited: {from: Bob, what: main}}\n"
      "  - {never: device.deadlock}\n"
      "  - {exactly: 2s, queue_busy: {from: Bob, queue: session}}\n");
  for (const Verdict& verdict : report.expectations) CHECK_MESSAGE(verdict.held == Held::held, verdict.text);
  for (const Verdict& verdict : report.invariants) CHECK_MESSAGE(verdict.held == Held::held, verdict.text);
}
