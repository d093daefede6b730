// The ladder against the plain heap: the same entries must come out in the same order, whatever the times
// look like.
#include "sim/kernel/queue.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/kernel/ladder_queue.hpp"

using namespace nearsim;
using kernel::Entry;

namespace {

constexpr std::int64_t last_time = std::numeric_limits<std::int64_t>::max();

// Drives both queues alike; `now` is the time of the last entry popped, and no push is before it.
class Pair {
 public:
  void push(std::int64_t time, std::uint64_t word) {
    ladder_.push(Entry{time, word});
    reference_.push(Entry{time, word});
  }
  void push_after(std::uint64_t delay) {
    const auto room = static_cast<std::uint64_t>(last_time - now_);
    push(delay > room ? last_time : now_ + static_cast<std::int64_t>(delay), next_word_++);
  }
  [[nodiscard]] bool pop() {  // whether both agree
    if (ladder_.empty() != reference_.empty() || ladder_.size() != reference_.size()) return false;
    if (reference_.empty()) return true;
    const Entry want = reference_.peek();
    if (!(ladder_.peek() == want) || !(ladder_.pop() == want)) return false;
    now_ = reference_.pop().time;
    return true;
  }
  void drop_each(std::uint64_t nth) {  // by its word
    const auto goes = [nth](const Entry& entry) { return entry.word % nth == 0; };
    ladder_.sift([&](std::span<Entry> entries) {
      const auto end = std::remove_if(entries.begin(), entries.end(), goes);
      return static_cast<std::size_t>(end - entries.begin());
    });
    kernel::ReferenceQueue kept;
    reference_.visit([&](const Entry& entry) {
      if (!goes(entry)) kept.push(entry);
    });
    reference_ = std::move(kept);
  }
  void refill_early() {
    if (ladder_.sorted().size() <= kernel::LadderQueue::early) ladder_.refill_early();
  }
  [[nodiscard]] bool peek() { return ladder_.peek() == reference_.peek(); }  // sorts what comes first
  [[nodiscard]] std::size_t size() const { return reference_.size(); }
  [[nodiscard]] bool drain() {
    while (size() > 0)
      if (!pop()) return false;
    return ladder_.empty();
  }
  [[nodiscard]] bool same_content() const {
    const auto less = [](const Entry& a, const Entry& b) { return kernel::before(a, b); };
    std::set<Entry, decltype(less)> a(less), b(less);
    std::size_t visited = 0;
    ladder_.visit([&](const Entry& entry) { a.insert(entry), ++visited; });
    reference_.visit([&](const Entry& entry) { b.insert(entry); });
    return visited == reference_.size() && std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
  std::uint64_t next_word_ = 0;

 private:
  kernel::LadderQueue ladder_;
  kernel::ReferenceQueue reference_;
  std::int64_t now_ = 0;
};

enum class Shape { exponential, log_uniform, ties, bimodal, zero, same, far, clusters };
constexpr Shape shapes[] = {Shape::exponential, Shape::log_uniform, Shape::ties, Shape::bimodal,
                            Shape::zero,        Shape::same,        Shape::far,  Shape::clusters};

std::uint64_t delay(base::Rng& rng, Shape shape) {
  switch (shape) {
    case Shape::exponential:
      return static_cast<std::uint64_t>(rng.exponential(std::chrono::seconds{1}).count());
    case Shape::log_uniform: return rng.bits() >> (1 + rng.below(63));
    case Shape::ties: return rng.below(4) * 1'000'000;
    case Shape::bimodal:
      return rng.below(10) < 9 ? rng.below(1'000'000) : 900'000'000 + rng.below(200'000'000);
    case Shape::zero: return rng.below(2) == 0 ? 0 : rng.below(1'000'000'000);
    case Shape::same: return 1'000'000'000;
    case Shape::far: return rng.below(3) == 0 ? ~std::uint64_t{0} : rng.below(1000);
    case Shape::clusters: return (rng.below(50) << 40) + rng.below(3);
  }
  return 0;
}

// A random walk of the population between empty and `limit`, with a mixture of shapes.  Who looks ahead asks
// for the next bucket before the last one is used up.
enum class LooksAhead : bool { no, yes };
bool agree(std::uint64_t seed, std::size_t limit, std::size_t steps, LooksAhead looks) {
  const auto look = [looks](Pair& pair) {
    if (looks == LooksAhead::yes) pair.refill_early();
  };
  base::Rng rng = base::Streams{base::Seed{seed}}.stream("test/queue");
  Pair pair;
  Shape shape = shapes[rng.below(std::size(shapes))];
  for (std::size_t done = 0; done < steps;) {
    if (rng.below(3) == 0) shape = shapes[rng.below(std::size(shapes))];
    const std::size_t pushes = rng.below(limit);
    for (std::size_t i = 0; i < pushes && pair.size() < limit; ++i, ++done)
      pair.push_after(delay(rng, shape));
    for (std::size_t i = 0, holds = rng.below(limit); i < holds && pair.size() > 0; ++i, ++done) {
      look(pair);
      if (!pair.pop()) return false;
      pair.push_after(delay(rng, shape));
    }
    if (rng.below(4) == 0) pair.drop_each(1 + rng.below(4));  // all of them, or some
    if (rng.below(8) == 0 && !pair.same_content()) return false;
    const std::size_t pops = rng.below(4) == 0 ? pair.size() : rng.below(pair.size() + 1);
    for (std::size_t i = 0; i < pops; ++i, ++done) {
      look(pair);
      if (!pair.pop()) return false;
    }
  }
  return pair.drain();
}

}  // namespace

TEST_CASE("ladder queue: the plain heap's order, for every shape of times and size of population") {
  for (const std::size_t limit : {3u, 20u, 100u, 200u, 1000u, 20'000u})
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      CAPTURE(limit);
      CAPTURE(seed);
      REQUIRE(agree(seed, limit, 3 * limit + 3000, LooksAhead::no));
      REQUIRE(agree(seed, limit, 3 * limit + 3000, LooksAhead::yes));
    }
}

TEST_CASE("ladder queue: refilled early, the next bucket stands behind what is left") {
  kernel::LadderQueue queue;
  for (std::uint64_t i = 0; i < 1000; ++i) queue.push({static_cast<std::int64_t>(i * 1'000'003 % 1000), i});
  std::size_t seen_end = 0;
  for (std::int64_t time = 0; time < 900; ++time) {  // the last buckets may be small
    CHECK(queue.peek().time == time);
    if (queue.sorted().size() <= kernel::LadderQueue::early) queue.refill_early();
    if (queue.sorted().size() <= kernel::LadderQueue::early) ++seen_end;
    CHECK(queue.pop().time == time);
  }
  CHECK(seen_end ==
        kernel::LadderQueue::early);  // once, before the top: it is split when nothing else is left
}

TEST_CASE("ladder queue: words in any order among ties, as shuffled ties bring them") {
  base::Rng rng = base::Streams{base::Seed{7}}.stream("test/ties");
  for (const std::int64_t spread : {1, 2, 5, 100}) {
    Pair pair;
    std::set<std::uint64_t> used;
    for (int i = 0; i < 5000; ++i) {
      const std::uint64_t word = rng.bits();
      if (used.insert(word).second)
        pair.push(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(spread))), word);
    }
    CHECK(pair.drain());
  }
}

TEST_CASE("ladder queue: any short list of operations agrees with the heap") {
  const bool holds = rc::check([](const std::vector<std::pair<std::uint8_t, std::uint32_t>>& operations) {
    Pair pair;
    for (const auto& [kind, value] : operations) {
      if (kind % 4 == 0) {
        RC_ASSERT(pair.pop());
      } else if (kind > 0xf0) {
        pair.drop_each(1 + value % 4);
      } else {
        const std::uint64_t times = kind % 4 == 3 ? 90 : 1;  // bursts, so that short lists reach the rungs
        for (std::uint64_t i = 0; i < times; ++i) pair.push_after(kind % 4 == 1 ? value : value % 7 * i);
      }
    }
    RC_ASSERT(pair.same_content());
    RC_ASSERT(pair.drain());
  });
  CHECK(holds);
}

TEST_CASE("ladder queue: near events that come and go in front of a far crowd") {
  Pair pair;
  base::Rng rng = base::Streams{base::Seed{7}}.stream("test/queue/crowd");
  const auto push = [&](std::int64_t time) { pair.push(time, pair.next_word_++); };
  for (int wave = 0; wave < 40; ++wave) {
    for (int i = 0; i < (wave == 0 ? 3000 : 50); ++i) push(300'000'000'000);
    REQUIRE(pair.peek());  // the crowd is all there is: it becomes the sorted bottom
    for (int i = 0; i < 400; ++i)
      push(std::int64_t{wave} * 100'000'000 + static_cast<std::int64_t>(rng.below(90'000'000)));
    for (int i = 0; i < 400; ++i) REQUIRE(pair.pop());
  }
  CHECK(pair.same_content());
  CHECK(pair.drain());
}

TEST_CASE("ladder queue: the last representable time is a time like any other") {
  Pair pair;
  for (int i = 0; i < 500; ++i) pair.push(last_time, pair.next_word_++);
  for (int i = 0; i < 500; ++i) pair.push(last_time - i % 3, pair.next_word_++);
  CHECK(pair.drain());
}

TEST_CASE("ladder queue: what is sorted comes first, and what is said to be coming next") {
  kernel::LadderQueue queue;
  base::Rng rng = base::Streams{base::Seed{7}}.stream("test/queue/hints");
  std::uint64_t word = 0;
  for (; word < 20'000; ++word)
    queue.push(Entry{static_cast<std::int64_t>(delay(rng, Shape::exponential)), word});
  std::set<std::uint64_t> named;
  std::size_t hints = 0, hits = 0;
  std::size_t refills = 0;
  for (int step = 0; step < 50'000; ++step) {
    (void)queue.peek();
    const Entry sorted = queue.sorted().front();
    if (std::exchange(refills, queue.refills()) != queue.refills())
      queue.visit_coming(1000, [&](const Entry& entry) {
        ++hints;
        named.insert(entry.word);
      });
    const Entry first = queue.pop();
    REQUIRE(first == sorted);
    hits += named.erase(first.word);
    queue.push(Entry{first.time + static_cast<std::int64_t>(delay(rng, Shape::exponential)), word++});
  }
  CHECK(hints > 25'000);                          // else they would be of little use
  CHECK(named.size() < 100);                      // waiting still; every other one came
  CHECK(hits + named.size() > hints * 99 / 100);  // hardly any was named twice
}
