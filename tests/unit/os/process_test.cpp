#include <doctest/doctest.h>

#include "models/os/lifecycle.hpp"
#include "models/os/storage.hpp"

using namespace nearsim::os;

TEST_CASE("lifecycle: every transition from every state") {
  const auto after = [](auto... steps) {
    Lifecycle life;
    (static_cast<void>((life.*steps)()), ...);
    return life;
  };
  Lifecycle running, paused = after(&Lifecycle::pause), killed = after(&Lifecycle::kill);
  CHECK(running.resume() == Transition::no_change);
  CHECK(running.restart() == Transition::no_change);
  CHECK(paused.pause() == Transition::no_change);
  CHECK(paused.restart() == Transition::no_change);
  CHECK(killed.pause() == Transition::no_change);
  CHECK(killed.resume() == Transition::no_change);
  CHECK(killed.kill() == Transition::no_change);
  CHECK(paused.resume() == Transition::done);
  CHECK(paused.running());
  CHECK(killed.restart() == Transition::done);
  CHECK(killed.running());
  CHECK(name(after(&Lifecycle::pause, &Lifecycle::kill).state()) == "killed");
}

TEST_CASE("lifecycle: the generation changes with each kill and with nothing else") {
  Lifecycle life;
  static_cast<void>(life.pause());
  static_cast<void>(life.resume());
  CHECK(life.generation() == 0);
  static_cast<void>(life.kill());
  CHECK(life.generation() == 1);
  static_cast<void>(life.restart());
  CHECK(life.generation() == 1);
}

TEST_CASE("storage: what survives restart and reinstall") {
  Storage s;
  CHECK(s.put(Durability::memory, "k", "m") == Storage::Written::stored);
  CHECK(s.put(Durability::disk, "k", "d") == Storage::Written::stored);
  CHECK(s.put(Durability::keychain, "k", "c") == Storage::Written::stored);
  s.restart();
  CHECK(s.get(Durability::memory, "k") == std::nullopt);
  CHECK(s.get(Durability::disk, "k") == "d");
  s.reinstall();
  CHECK(s.get(Durability::disk, "k") == std::nullopt);
  CHECK(s.get(Durability::keychain, "k") == "c");
}

TEST_CASE("storage: a backup carries the disk to another device") {
  Storage a, b;
  static_cast<void>(a.put(Durability::disk, "instance", "3"));
  static_cast<void>(a.put(Durability::keychain, "secret", "x"));
  const auto backup = a.backup();
  static_cast<void>(a.put(Durability::disk, "instance", "7"));
  b.restore(backup);
  a.restore(backup);
  CHECK(b.get(Durability::disk, "instance") == "3");
  CHECK(a.get(Durability::disk, "instance") == "3");
  CHECK(b.get(Durability::keychain, "secret") == std::nullopt);
}

TEST_CASE("storage: a full device refuses to keep, and still remembers") {
  Storage s;
  s.set_full();
  CHECK(s.put(Durability::disk, "k", "d") == Storage::Written::full);
  CHECK(s.put(Durability::memory, "k", "m") == Storage::Written::stored);
  CHECK(s.get(Durability::disk, "k") == std::nullopt);
  s.set_roomy();
  CHECK(s.put(Durability::disk, "k", "d") == Storage::Written::stored);
  s.erase(Durability::disk, "k");
  CHECK(s.get(Durability::disk, "k") == std::nullopt);
}
