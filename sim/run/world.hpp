// The world of one run: it owns everything, and is the only place where protocol and models meet.
#pragma once

#include <algorithm>
#include <array>
#include <list>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "models/net/discovery.hpp"
#include "models/net/network.hpp"
#include "models/net/observer.hpp"
#include "sim/base/memory.hpp"
#include "sim/base/random.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/kernel/trace.hpp"
#include "sim/run/host.hpp"
#include "sim/run/judges/records.hpp"
#include "sim/run/ledger.hpp"
#include "sim/run/monitor.hpp"
#include "sim/run/namesakes.hpp"
#include "sim/run/record_budget.hpp"
#include "sim/run/report.hpp"
#include "sim/run/scratch.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

class Airspace;
class Device;
class Meters;
class Script;

class World final : private net::Observer, private kernel::Outlook, private kernel::InstantEnd {
 public:
  World(const scenario::Scenario& scenario, base::Seed seed, const RunOptions& options);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void attach(Monitor& monitor);
  // To the scenario's end, or until it is enough; may throw kernel::Zeno, kernel::BudgetExhausted,
  // base::CheckFailed.
  void run(const Enough& is_enough = {});

  [[nodiscard]] const scenario::Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const base::Streams& streams() const { return streams_; }
  [[nodiscard]] kernel::Scheduler& scheduler() { return scheduler_; }
  [[nodiscard]] kernel::Tracer& tracer() { return tracer_; }
  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] net::Network& network() { return network_; }
  [[nodiscard]] net::Discovery& discovery() { return discovery_; }
  [[nodiscard]] net::DiscoveryService& bonjour();                 // the same, or packets over the air
  [[nodiscard]] Airspace* airspace() { return airspace_.get(); }  // null: links are abstract
  [[nodiscard]] Fabric& fabric(protocol::Framework framework);    // made when first asked for
  [[nodiscard]] Fabric& fabric_of(Node node);
  [[nodiscard]] bool reachable(Node from, Node to) const;  // two devices of one framework
  [[nodiscard]] base::Instant now() const { return scheduler_.now(); }
  [[nodiscard]] Scratch& scratch() { return scratch_; }
  [[nodiscard]] base::Arena& memory() { return memory_; }

  [[nodiscard]] Node devices() const { return static_cast<Node>(scenario_.devices.size()); }
  [[nodiscard]] Device& device(Node node) { return *devices_[node]; }
  [[nodiscard]] Node node(std::string_view name) const;  // CHECKs: the reader let only known names through
  // "" for no_node; a node behind the devices is a server.
  [[nodiscard]] std::string_view name(Node node) const;
  // An equal one, which devices of one design share: what all look at stays in the caches.
  [[nodiscard]] const protocol::Profile& shared(const protocol::Profile& profile);

  [[nodiscard]] const Namesakes& namesakes() const { return namesakes_; }

  // Peer objects.  A device that starts anew takes a new one; the old ones stay known as its own.
  [[nodiscard]] net::Identity new_identity(Node host);
  [[nodiscard]] Node host_of(net::Identity identity) const {
    const Node host = net::maker_of(identity);
    if (host >= identities_.size()) return net::no_node;
    const std::uint32_t number = net::number_of(identity);  // counts up from 1
    return number >= 1 && number <= identities_[host] ? host : net::no_node;
  }
  [[nodiscard]] std::uint32_t identities_of(Node node) const { return identities_[node]; }  // how many so far
  [[nodiscard]] net::Identity latest_identity(Node node) const {
    return net::identity_of(node, identities_[node]);
  }

  void record(Node node, const kernel::Verb& verb, Node peer, std::span<const kernel::Field> fields,
              net::Identity object = 0);
  // The same, by who has asked takes() already.
  void record_taken(VerbNumber number, Node node, const kernel::Verb& verb, Node peer,
                    std::span<const kernel::Field> fields, net::Identity object);
  // A record that nobody takes need not be made: it is only counted.
  [[nodiscard]] bool takes(VerbNumber verb) const { return taken_[verb]; }
  void pass_over_record() { (void)records_.next(now()); }
  [[nodiscard]] std::uint64_t records() const { return records_.count(); }
  void intervene(const Intervention& intervention);
  [[nodiscard]] net::Finding finding(Node found, Node finder) const;  // as the scenario says
  void link_changed(Node a, Node b);                                  // of a fabric
  // The same, by one that knows what became of it; only if somebody watches.
  void link_changed(Node a, Node b, const Ledger::Truth& truth, Shown to_a, Shown to_b);
  // How `of` looks at `about` has changed, perhaps: somebody looks when the instant is over; at once if a
  // trigger waits for how pairs stand, and never if nobody wants to know.
  void view_changed(Node of, Node about);
  void views_of_it_changed(Node node);  // everybody's: it goes by another peer object, or came, or is gone
  void look_at_last();  // a run broke off in the middle of an instant: this is how things stood

 private:
  void live(const Enough& is_enough);
  // Ours: all that fewer have is in the caches of one core, and hints cost more than they save.  With sixty
  // to a hundred it does not matter; of three hundred they save a quarter, of a thousand half.
  static constexpr Node crowd = 64;

  void view_changed(Ledger::Half half);
  void look(Ledger::Half half);
  void event(base::Instant at, Node node, const kernel::Verb& verb, Node peer,
             std::initializer_list<kernel::Field> fields) override;
  void coming(const kernel::Label& label, kernel::Approach how) const override;
  void instant_over() override;
  void set_ways();

  const scenario::Scenario& scenario_;
  std::vector<std::string> names_;  // by node, and near each other: every record asks for two
  Namesakes namesakes_;
  base::Arena memory_;                                             // outlives all that follows
  std::pmr::vector<const protocol::Profile*> profiles_{&memory_};  // no two equal
  base::Streams streams_;
  kernel::Scheduler scheduler_;
  kernel::Tracer tracer_;
  bool traces_;    // somebody takes every record: a sink, or the fingerprint
  VerbSet taken_;  // by somebody; one that nobody takes any more leaves when it comes next
  RecordCount records_;
  const VerbTable& verbs_;
  Ledger ledger_;
  net::Network network_;
  net::Discovery discovery_;
  std::unique_ptr<Airspace> airspace_;  // null: links are abstract
  std::array<FabricHeld, 3> fabrics_;   // by protocol::Framework
  std::pmr::list<Device> phones_;
  std::pmr::vector<Device*> devices_;           // the same, by node
  std::pmr::vector<std::uint32_t> identities_;  // by node: how many it has taken
  std::unique_ptr<Script> script_;
  std::pmr::vector<Monitor*> monitors_{&memory_};
  std::unique_ptr<Meters> meters_;  // null: nobody asked for any
  Scratch scratch_{&memory_};
};

}  // namespace nearsim::run
