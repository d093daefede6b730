// Discovery in the manner of Bonjour, without its packets: devices publish records, browsers keep a cache and
// are told what enters and leaves it.  The cache is what goes wrong: a device that vanishes without a goodbye
// stays in it as a ghost until its record's time to live ends.
//
// Each browser has one agenda of what it will learn and one deadline for the first of it, so that a thousand
// devices finding each other are a million small entries rather than a million scheduler events.
#pragma once

#include <cstdint>
#include <deque>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "models/net/agenda.hpp"
#include "models/net/discovery_service.hpp"
#include "models/net/discovery_settings.hpp"
#include "models/net/network.hpp"
#include "models/net/pair_map.hpp"
#include "models/net/stream_name.hpp"
#include "models/net/verbs.hpp"
#include "sim/base/blocks.hpp"
#include "sim/base/place_table.hpp"

namespace nearsim::net {

class Discovery final : public DiscoveryService, private ReachabilityListener {
 public:
  Discovery(Network&, const base::Streams&, DiscoverySettings);

  [[nodiscard]] Publication publish(Node host, Record) override;
  void withdraw(Publication, Goodbye) override;
  void browse(Node, Browser&) override;  // browsing again starts with an empty cache
  void stop_browsing(Node) override;
  void reconfirm(Node browser, Identity) override;

  [[nodiscard]] bool browsing(Node) const override;
  [[nodiscard]] std::optional<Node> resolve(Node browser, Identity) const override;
  [[nodiscard]] const Record& record(Publication p) const override { return publications_[p.index].record; }

  static constexpr char due_label[] = "discovery";  // of the events that tell a browser something
  // Hints: what telling the browser something will look at, and what resolve() will.
  void prefetch(Node browser, kernel::Approach how) const;
  [[nodiscard]] const Record* next(Node browser) const;  // of what it will be told about
  void prefetch_known(Node browser, Identity, kernel::Approach how) const;

  void set_finding(Node publisher, Node browser, const Finding&);  // not for what is under way already
  void hide(Node publisher, Node browser) override;
  void show(Node publisher, Node browser) override;
  Publication inject_stale(Node host, Record, Node only_browser = any_node) override;
  void reflect(Node browser, Record) override;
  void repeat_found(Node browser, Identity, int times, base::Duration gap) override;
  void lose(Node browser, Identity, Event) override;

 private:
  struct Published {
    Record record;
    Node host = no_node;
    // ghost: the host vanished, who found it keeps it.  stale: was never alive here, is found all the same.
    enum class State : std::uint8_t { live, ghost, stale, gone } state = State::live;
    Node only = any_node;
    std::uint32_t number = 0;  // of this host, for the names of random streams
  };
  struct Entry {  // one line of a browser's cache
    Identity identity;
    base::Instant since;
    std::uint32_t publication;
    std::uint16_t version;  // a new version voids the departures scheduled for the old one
    Event event;            // silently: hidden, and stays so
  };
  struct Cache {
    explicit Cache(std::pmr::memory_resource* memory) : entries(memory), by_identity(memory), due(memory) {}
    Browser* browser = nullptr;
    kernel::Deadline deadline{};
    std::uint32_t visits = 0;     // how often it started browsing, for the names of random streams
    base::Blocks<Entry> entries;  // in no useful order
    base::PlaceTable by_identity;
    Agenda due;
  };
  struct Waiting {  // found when the way comes up, or the publisher is shown again
    std::uint32_t publication;
    Node browser;
  };

  void reachability_changed() override;
  std::uint32_t add(Node host, Record, Published::State, Node only);
  void expect(Node browser, std::uint32_t publication);
  void push(Node browser, const Due&);
  [[nodiscard]] const Published& first_due(const Cache& c) const {
    return publications_[c.due.first().publication];
  }
  void arm(const Cache&);
  void wake(Node browser);
  void handle(Node browser, const Due&);
  void find(Node browser, std::uint32_t publication);
  void lose_due(Node browser, const Due&);
  void depart(Node browser, std::uint32_t publication, Goodbye);
  void erase(Node browser, Entry&, std::string_view why);
  void tell_found(Node browser, const Published&, std::string_view why);
  void tell_lost(Node browser, const Published&, std::string_view why);
  void report(Node, const Published&, const DiscoveryVerb& verb, std::string_view why);
  [[nodiscard]] Cache& cache(Node);
  [[nodiscard]] const Entry* entry(Node browser, Identity) const;
  [[nodiscard]] Entry* entry(Node browser, Identity);
  [[nodiscard]] bool goodbye_arrives(Node host, Node browser, std::uint32_t publication);
  [[nodiscard]] base::Instant expiry(const Entry&) const;
  [[nodiscard]] const Finding& finding(Node publisher, Node browser) const;
  [[nodiscard]] bool reaches(Node publisher, Node browser) const;
  [[nodiscard]] base::Rng stream(StreamName purpose, std::uint32_t publication, Node browser) const;

  Network& network_;
  const base::Streams& streams_;
  DiscoverySettings settings_;
  std::pmr::memory_resource* memory_ = network_.scheduler().memory();
  std::pmr::deque<Published> publications_{memory_};
  std::pmr::vector<std::uint32_t> live_{
      memory_};  // publications that a new browser may find, in the order of publication
  std::pmr::vector<Cache> caches_{memory_};             // by node
  std::pmr::vector<Node> browsers_{memory_};            // sorted
  std::pmr::vector<std::uint32_t> published_{memory_};  // by node: how many so far
  PairMap finding_index_{memory_};                      // publisher, browser -> findings_
  std::vector<Finding> findings_;
  PairMap hidden_{memory_};  // publisher, browser -> count
  std::vector<Waiting> waiting_;
};

}  // namespace nearsim::net
