// One scene: an engine, the peers by name, and the lines that it is told.
//
//   800 invited-by Bob        Bob#2 is another peer object with the display name Bob
//
// The scene is a good host: before a line at T it serves every deadline before T, each answer marked `@t`.
// `time` also serves those at T.  `late` does not: the phone slept, and one call finds everything due.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "protocol/engine.hpp"
#include "tests/dialogues/engine_line.hpp"

namespace nearsim::dialogue {

class Scene {
 public:
  explicit Scene(const std::vector<std::string>& engine_line);  // engine NAME profile P seed N
  void change_profile(const std::vector<std::string>& words) {
    if (!engine_.empty()) throw Mistake("the engine runs already");
    change(profile_, words);
  }
  [[nodiscard]] std::string tell(const std::string& line);  // the answer, one line per decision
  [[nodiscard]] const std::set<protocol::Why>& reasons() const { return reasons_; }

 private:
  struct Options {  // name=value behind the verb and the peer
    std::vector<std::string> words;
    [[nodiscard]] std::string get(const std::string& name, const std::string& otherwise) const;
    [[nodiscard]] int number(const std::string& name, int otherwise) const;
  };
  [[nodiscard]] protocol::Engine& engine();
  [[nodiscard]] protocol::Handle handle(const std::string& peer);
  [[nodiscard]] std::string name_of(protocol::Handle handle) const;
  [[nodiscard]] protocol::PeerRecord record(const std::string& peer, const Options& options);
  [[nodiscard]] protocol::SessionNumber session(const std::string& peer, const Options& options);
  [[nodiscard]] protocol::Event known(protocol::Started started, const std::vector<std::string>& words);
  [[nodiscard]] protocol::Event event(const std::string& verb, const std::vector<std::string>& rest);
  [[nodiscard]] protocol::Payload payload(const std::vector<std::string>& words) const;
  [[nodiscard]] std::string answer(const protocol::Decisions& decisions, const std::string& mark);
  [[nodiscard]] std::string serve(base::Instant before);

  std::string self_;
  protocol::Profile profile_;
  base::Seed seed_;
  protocol::Platform platform_ = protocol::Platform::ios;
  std::vector<protocol::Engine> engine_;  // made at the first line told
  std::vector<std::string> peers_;        // handle n + 2
  std::uint64_t invitations_ = 0;
  base::Instant announced_ = base::never;
  std::set<protocol::Why> reasons_;
};

}  // namespace nearsim::dialogue
