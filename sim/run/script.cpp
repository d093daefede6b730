#include "sim/run/script.hpp"

#include <algorithm>
#include <array>

#include "sim/run/condition.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

namespace {

struct Ends {  // the one or two devices that a fault names
  std::string_view a, b;
};
struct Name {
  template <class K>
  Ends operator()(const K& kind) const {
    if constexpr (requires { kind.from; }) return {kind.from, kind.to};
    else if constexpr (requires { kind.finder; }) return {kind.finder, kind.found};
    else if constexpr (requires { kind.device; }) return {kind.device, {}};
    else return {};
  }
};

// Does it go on until something undoes it: its own `for`, a heal, a resume, a restart?
bool goes_on(const scenario::Fault& fault) {
  return fault.lasts.has_value() ||
         std::visit([](const auto& kind) { return kind.lasting == scenario::Lasting::may; }, fault.kind);
}

}  // namespace

// Waits until a fact holds somewhere or a counter counts, once.
class Script::Watch final : public Monitor {
 public:
  Watch(Script& script, std::size_t entry, const scenario::Trigger& trigger)
      : script_(script),
        entry_(entry),
        trigger_(trigger),
        condition_(script.world_.scenario(), *trigger.when, script.world_.ledger()) {}

  void happened(const Happening& happening) override {
    if (!done_ && condition_.counts(happening)) set_off(happening.record.at);
  }
  void pair_changed(base::Instant now, const Ledger::Pair& pair) override {
    condition_.pair_changed(pair);
    look(now);
  }
  void device_changed(base::Instant now, Node device) override {
    condition_.device_changed(device);
    look(now);
  }
  void reachability_changed(base::Instant now) override {
    condition_.reachability_changed();
    look(now);
  }
  void finish(base::Instant) override {}

 private:
  void look(base::Instant now) {
    if (!done_ && condition_.holds()) set_off(now);
  }
  void set_off(base::Instant now) {
    done_ = true;
    script_.schedule(entry_, base::later(now, trigger_.by));
  }

  Script& script_;
  std::size_t entry_;
  const scenario::Trigger& trigger_;
  Condition condition_;
  bool done_ = false;
};

Script::Script(World& world) : world_(world) {
  for (const scenario::Fault& fault : world.scenario().faults)
    entries_.push_back({.trigger = &fault.trigger, .name = &fault.name, .fault = &fault});
  for (const scenario::Step& step : world.scenario().steps)
    entries_.push_back({.trigger = &step.trigger, .name = &step.name, .step = &step});
}

Script::~Script() = default;

void Script::begin() {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const scenario::Trigger& trigger = *entries_[i].trigger;
    if (trigger.at) schedule(i, base::at(*trigger.at));
    if (!trigger.when) continue;
    watches_.push_back(std::make_unique<Watch>(*this, i, trigger));
    world_.attach(*watches_.back());
  }
}

void Script::schedule(std::size_t entry, base::Instant at) {
  if (at == base::never) return;
  const char* what = entries_[entry].fault != nullptr ? "fault" : "step";
  world_.scheduler().post(at, {what}, [this, entry] { fire(entry); });
}

void Script::fire(std::size_t i) {
  Entry& entry = entries_[i];
  record(entry, "");
  if (entry.fault != nullptr) {
    const bool heals = std::holds_alternative<scenario::Heal>(entry.fault->kind) ||
                       std::holds_alternative<scenario::Resume>(entry.fault->kind) ||
                       std::holds_alternative<scenario::Foreground>(entry.fault->kind) ||
                       std::holds_alternative<scenario::Reinstall>(entry.fault->kind) ||
                       std::holds_alternative<scenario::Restore>(entry.fault->kind) ||
                       std::holds_alternative<scenario::Restart>(entry.fault->kind);
    entry.open = goes_on(*entry.fault);
    intervene(i, heals ? Outside::fault_ends : Outside::fault_begins);
    std::visit([&](const auto& kind) { apply(kind, i); }, entry.fault->kind);
    if (entry.fault->lasts)
      world_.scheduler().post(base::later(world_.now(), *entry.fault->lasts), {"fault ends"},
                              [this, i] { end(i); });
  } else {
    // A message is ordinary life; starting and leaving are what can cost a link.
    if (!std::holds_alternative<scenario::SendText>(entry.step->kind)) intervene(i, Outside::user);
    perform(entry.step->kind);
    repeat(i);
  }
  if (++entry.fired > 1 || entry.name->empty()) return;
  for (std::size_t other = 0; other < entries_.size(); ++other)
    if (entries_[other].trigger->after == *entry.name)
      schedule(other, base::later(world_.now(), entries_[other].trigger->by));
}

void Script::end(std::size_t i) {
  const Entry& entry = entries_[i];
  record(entry, "_ends");
  entries_[i].open = false;
  intervene(i, Outside::fault_ends);
  undo(entry.fault->kind, i);
}

void Script::repeat(std::size_t i) {
  const Entry& entry = entries_[i];
  if (!entry.step->every) return;
  if (entry.step->times && entry.fired + 1 >= *entry.step->times) return;
  schedule(i, base::later(world_.now(), *entry.step->every));
}

void Script::record(const Entry& entry, std::string_view suffix) {
  const bool is_fault = entry.fault != nullptr;
  const auto word_of = [](const auto& kind) { return std::string_view{kind.name}; };
  const std::string_view word =
      is_fault ? std::visit(word_of, entry.fault->kind) : std::visit(word_of, entry.step->kind);
  const Ends ends = is_fault ? std::visit(Name{}, entry.fault->kind) : std::visit(Name{}, entry.step->kind);
  const std::string verb = std::string(word).append(suffix);
  std::vector<kernel::Field> fields;
  if (!entry.name->empty()) fields.push_back({"name", std::string_view{*entry.name}});
  std::string group;
  if (is_fault)
    if (const auto* partition = std::get_if<scenario::Partition>(&entry.fault->kind))
      for (const std::string& member : partition->group) group += (group.empty() ? "" : " ") + member;
  if (!group.empty()) fields.push_back({"group", std::string_view{group}});
  world_.record(node(ends.a), {is_fault ? "fault" : "user", verb}, node(ends.b), fields);
}

Node Script::node(std::string_view name) const { return name.empty() ? net::no_node : world_.node(name); }

void Script::intervene(std::size_t i, Outside what) {
  const Entry& entry = entries_[i];
  const bool is_fault = entry.fault != nullptr;
  const Ends ends = is_fault ? std::visit(Name{}, entry.fault->kind) : std::visit(Name{}, entry.step->kind);
  world_.intervene({world_.now(), what, node(ends.a), node(ends.b),
                    is_fault ? static_cast<std::uint32_t>(i) : no_fault,
                    entry.open ? Lasts::yes : Lasts::no});
}

void Script::close(std::size_t i) {
  if (!entries_[i].open) return;
  entries_[i].open = false;
  intervene(i, Outside::fault_ends);
}

void Script::perform(const scenario::StepKind& step) {
  struct Perform {
    World& world;
    void operator()(const scenario::Start& s) const { world.device(world.node(s.device)).start(); }
    void operator()(const scenario::Leave& s) const { world.device(world.node(s.device)).leave(); }
    void operator()(const scenario::Rejoin& s) const { world.device(world.node(s.device)).rejoin(); }
    void operator()(const scenario::SendText& s) const { world.device(world.node(s.device)).send(s); }
    void operator()(const scenario::BrowseByHand& s) const {
      world.device(world.node(s.device)).serve(protocol::Browse{s.to});
    }
    void operator()(const scenario::AdvertiseByHand& s) const {
      world.device(world.node(s.device)).serve(protocol::Advertise{s.to});
    }
    void operator()(const scenario::InviteByHand& s) const {
      world.device(world.node(s.from)).invite(world.node(s.to));
    }
  };
  std::visit(Perform{world_}, step);
}

}  // namespace nearsim::run
