// A judge decides one question about a run: one expectation, or one invariant.  It hears what happened, and
// at the end of each instant how the pairs stand; it never drives anything.
#pragma once

#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/run/judges/pair_book.hpp"
#include "sim/run/judges/records.hpp"
#include "sim/run/judges/signs.hpp"
#include "sim/run/judges/verdicts.hpp"
#include "sim/run/judges/weather.hpp"
#include "sim/run/judges/words.hpp"
#include "sim/run/monitor.hpp"
#include "sim/run/report.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

struct Court {  // what all judges of one run share
  const scenario::Scenario& scenario;
  PairBook& pairs;
  Names names;
  const Signs& signs;
  const Weather& weather;
  base::Arena& memory;
  Asked asked = Asked::in_full;
  std::optional<std::uint64_t> last_record;  // that was heard
  std::optional<Silence> silence;            // that it gives a peer up for, if it does
};

enum class Instants : std::uint8_t { never, asked, all };  // of which it hears that they are over
struct Hears {                                             // what a judge wants to be told
  Parts pairs = 0;                                         // a pair of which one of these changed
  Instants instants = Instants::never;
  bool records = false, interventions = false, meters = false;
  const Verbs* verbs = nullptr;  // records of these verbs alone
};

class Judge {
 public:
  Judge(const Court& court, std::string_view text, Hears hears) : court_(court), text_(text), hears_(hears) {}
  virtual ~Judge() = default;
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  [[nodiscard]] Hears hears() const { return hears_; }
  // All that was asked about it is known: it need not be told any more.
  [[nodiscard]] bool is_done() const {
    return rests_ || (violated_ != 0 && court_.asked == Asked::yes_or_no);
  }
  // Is it to be told that this instant is over?  Asked once for each.
  [[nodiscard]] bool takes_instant() {
    return std::exchange(instant_asked_, false) || hears_.instants == Instants::all;
  }
  virtual void pair_settled(base::Instant, PairBook::Index) {}  // pairs().before() says how it stood
  virtual void instant_over(base::Instant) {}                   // after all pairs of the instant
  virtual void happened(const Happening&, VerbNumber) {}
  virtual void intervened(const Intervention&) {}
  virtual void metered(const Metering&) {}
  virtual void finish(base::Instant) {}
  [[nodiscard]] virtual Verdict verdict() const {
    return made(violated_ == 0 ? Held::held : Held::violated, {});
  }

 protected:
  [[nodiscard]] const PairBook& pairs() const { return court_.pairs; }
  [[nodiscard]] PairBook& court_pairs() const { return court_.pairs; }  // to touch a pair
  [[nodiscard]] const Names& names() const { return court_.names; }
  [[nodiscard]] const Signs& signs() const { return court_.signs; }
  [[nodiscard]] const Weather& weather() const { return court_.weather; }
  [[nodiscard]] const scenario::Scenario& scenario() const { return court_.scenario; }
  [[nodiscard]] std::optional<std::uint64_t> last_record() const { return court_.last_record; }
  [[nodiscard]] const std::optional<Silence>& silence() const { return court_.silence; }  // in that record
  [[nodiscard]] std::pmr::memory_resource* run_memory() const { return &court_.memory; }  // for tables
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::uint64_t violated() const { return violated_; }

  void ask_for_instant() { instant_asked_ = true; }  // who hears of those that it asks for
  // Whatever still comes, it changes nothing of the verdict.
  void rest() { rests_ = true; }
  void violate(Violation violation) {
    ++violated_;
    if (violated_ > 1 && court_.asked == Asked::yes_or_no) return;
    if (violations_.size() < most_kept) violations_.push_back(std::move(violation));
  }
  [[nodiscard]] Verdict made(Held held, std::string measured) const {
    return {std::string(text_), held, std::move(measured), violations_};
  }

 private:
  static constexpr std::size_t most_kept = 20;  // ours: the first ones are the ones to read

  const Court& court_;
  std::string_view text_;  // lives in the scenario, or is a literal
  Hears hears_;
  std::uint64_t violated_ = 0;
  bool rests_ = false, instant_asked_ = false;
  std::vector<Violation> violations_;
};

// A judge whose memory is the court's.
struct Dismissed {
  void operator()(Judge* judge) const { std::destroy_at(judge); }
};
using Seat = std::unique_ptr<Judge, Dismissed>;
template <class J, class... Arguments>
[[nodiscard]] Seat seat(const Court& court, Arguments&&... arguments) {
  return Seat{court.memory.make<J>(court, std::forward<Arguments>(arguments)...)};
}

// A value per pair or link that grows with the book.
template <class T>
[[nodiscard]] T& at_index(std::pmr::vector<T>& values, std::size_t index, const T& fresh = T{}) {
  if (index >= values.size()) values.resize(index + 1, fresh);
  return values[index];
}

}  // namespace nearsim::run
