// Discovery by multicast DNS: devices probe for their name, announce themselves, ask, answer, say goodbye and
// keep caches, each packet lost or not on its own.  A peer that vanishes stays as a ghost for as long as its
// record lives.
//
//     publish   probe x3 (0-250 ms, then 250 ms apart), announce at 0, 1, 3, 7 s
//     browse    ask at 0, 1, 4, 13, 40, 121 ... s; answers come 20-120 ms later
//
// The cache is the operating system's: it outlives the browser and the process, and a browser that starts is
// told at once what is in it.  Names are unique by default, and probing only costs its time; by display name
// they conflict, and the second "iPhone" becomes "iPhone (2)" (conflicts.cpp).
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "models/net/discovery_service.hpp"
#include "models/net/mdns/cache.hpp"
#include "models/net/mdns/link.hpp"
#include "models/net/observer.hpp"
#include "models/net/pair_map.hpp"
#include "models/net/verbs.hpp"

namespace nearsim::net::mdns {

class Mdns final : public DiscoveryService {
 public:
  Mdns(kernel::Scheduler&, const base::Streams&, Settings, Link&, Observer* = nullptr);

  [[nodiscard]] Publication publish(Node host, Record) override;
  void withdraw(Publication, Goodbye) override;
  void browse(Node, Browser&) override;
  void stop_browsing(Node) override;
  void reconfirm(Node browser, Identity) override;
  [[nodiscard]] bool browsing(Node) const override;
  [[nodiscard]] std::optional<Node> resolve(Node browser, Identity) const override;
  [[nodiscard]] const Record& record(Publication p) const override { return published_[p.index].record; }

  void hide(Node publisher, Node browser) override;
  void show(Node publisher, Node browser) override;
  void leak(Node publisher, Node browser, base::Ratio share) override;
  Publication inject_stale(Node host, Record, Node only_browser) override;
  void reflect(Node browser, Record) override;
  void repeat_found(Node browser, Identity, int times, base::Duration gap) override;
  void lose(Node browser, Identity, Event) override;

  // The node's interface went away or came (back): the host's own doing or a fault.
  void interface_changed(Interface, Node, Path now);

  struct Count {  // packets so far
    std::uint64_t queries = 0, answers = 0, goodbyes = 0;
    bool operator==(const Count&) const = default;
  };
  [[nodiscard]] const Count& count() const { return count_; }

 private:
  enum class Standing : std::uint8_t { probing, claimed, gone };  // gone: nobody answers for it any more
  struct Published {
    Record record;
    Node host = no_node;
    Standing standing = Standing::probing;
    std::vector<base::Instant> sent;    // by interface: last multicast
    std::vector<base::Instant> answer;  // by interface: an answer is due; never
    std::string wanted;                 // the name before it was renamed
    std::uint32_t round = 0;            // of probing: what belongs to an earlier one is void
    int number = 1;                     // "iPhone (2)" is 2
  };
  struct Asking {  // a node's questions on one interface
    Cache cache;
    int queries = 0;
    kernel::Timer timer{};  // of the next query
    kernel::Deadline deadline{};
  };
  struct Host {
    Browser* browser = nullptr;
    std::vector<Asking> asking;      // by interface
    std::vector<Identity> silenced;  // lost without a word, until the browser starts anew
    base::Rng random;
  };
  struct Message {
    enum class Kind : std::uint8_t { query, probe, answer, goodbye } kind;
    Node from;
    Interface interface;
    std::vector<std::uint32_t> publications;  // known answers, or what is announced
  };

  // --- responder.cpp
  void claim(std::uint32_t publication);
  void announce(std::uint32_t publication, int n);
  void answer(Interface, std::uint32_t publication);
  void send_record(Interface, std::uint32_t publication, Message::Kind);
  void asked(Node, const Message&);

  // --- conflicts.cpp
  void probe(std::uint32_t publication, std::uint32_t round, int n);
  void probe_again(std::uint32_t publication, base::Duration after);
  void probed(Node, const Message&);
  void find_conflicts(Node, const Message&);
  void rename(std::uint32_t publication);
  [[nodiscard]] bool conflicts_matter() const { return settings_.names == Names::by_display_name; }

  // --- querier.cpp
  void start_asking(Interface, Node);
  void stop_asking(Interface, Node);
  void ask(Interface, Node);
  void query(Interface, Node);
  void wake(Interface, Node);
  void rearm(Interface, Node);
  void heard(Node, const Message&);
  void gone(Node, const Entry&);
  void interface_lasted(Interface, Node, Path);
  void tell_found(Node, const Published&, std::string_view why);
  void tell_lost(Node, const Published&, std::string_view why);
  [[nodiscard]] bool seen(Node, Identity) const;  // on any interface
  [[nodiscard]] bool silenced(Node, Identity) const;

  // --- mdns.cpp
  void multicast(Message, base::Bytes);
  void deliver(Node, const Message&);
  [[nodiscard]] Host& host(Node);
  [[nodiscard]] bool hidden(Node publisher, Node browser) const;
  [[nodiscard]] bool comes_through(Interface, Node publisher, Node browser);
  void release_if_idle(Node);
  void report(Node, const Published&, const DiscoveryVerb& verb, std::string_view why);
  [[nodiscard]] base::Instant now() const { return scheduler_.now(); }

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  Settings settings_;
  Link& link_;
  Observer* observer_;
  std::deque<Published> published_;
  std::deque<Host> hosts_;  // by node
  PairMap hidden_;
  PairMap leaks_;  // in parts per million
  Count count_;
};

}  // namespace nearsim::net::mdns
