// What the tests of sweeps share: two phones, a file that goes away, and what a store holds.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/load.hpp"
#include "sim/sweep/store.hpp"

namespace nearsim::sweep {

inline constexpr std::string_view pair_text = R"(# Question: do two phones meet?
nearsim: 1
run_for: 20s
links: {default: {delay: 20ms, jitter: 100ms}}
devices:
  - {name: Ana, profile: meshred}
  - {name: Bob, profile: meshred}
expect:
  - {within: 5s, usable: all}
  - {at_most: 1, invite: {}}
)";

inline scenario::Scenario pair() {
  scenario::Loaded loaded = scenario::load_text(pair_text, "pair.yaml");
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

struct TemporaryFile {
  explicit TemporaryFile(const std::string& name)
      : path((std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()))).string()) {}
  ~TemporaryFile() {
    for (const char* more : {"", "-wal", "-shm"}) std::filesystem::remove(path + more);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path;
};

inline std::vector<Row> rows_of(Store& store, const Point& point, scenario::SeedRange range) {
  std::vector<Row> out;
  store.read(store.enter(point), range, [&](Row&& row) { out.push_back(std::move(row)); });
  return out;
}

}  // namespace nearsim::sweep
