// WebRTC: how long a silence lasts until an agent says so, and how its checks are spaced.
#include <algorithm>
#include <string>

#include "models/net/retry.hpp"
#include "tests/unit/ice/callers.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {

using namespace ice;

namespace {

struct Range {
  double least = 1e9, most = 0;
  void add(double x) { least = std::min(least, x), most = std::max(most, x); }
  void rows(Chapter& c, const char* target, const std::string& what, double from, double to) const {
    c.rows.push_back({target, what + ": soonest, s", from, least, to, Kind::within, 2});
    c.rows.push_back({target, "... latest, s", from, most, to, Kind::within, 2});
  }
};

// Two have been connected for a minute when one vanishes: until the other is told of this state.
Range silence(const Settings& settings, const std::string& state, int seeds) {
  Range range;
  for (int seed = 1; seed <= seeds; ++seed) {
    Callers c(2, settings, {}, static_cast<std::uint64_t>(seed));
    (void)c.connect();
    (void)c.run(60s);
    (void)c.network.isolate({0});
    const std::string log = c.run(130s);
    const std::size_t at = log.find("B:" + state);
    range.add(at == std::string::npos ? -1 : std::stod(log.substr(log.find('@', at) + 1)) / 1000 - 60);
  }
  return range;
}

// Consent alone: how often an end asks after its peer has vanished, until it gives the pair up.
Range unanswered(const Settings& settings, int seeds) {
  Range range;
  for (int seed = 1; seed <= seeds; ++seed) {
    Callers c(2, settings, {}, static_cast<std::uint64_t>(seed));
    (void)c.connect();
    (void)c.run(60s);
    (void)c.network.isolate({0});
    base::Instant planned{};
    int asked = -1;  // the first instant seen is that of a check which is still to come
    for (base::Duration t = 60s; t < 100s; t += 100ms) {
      (void)c.run(t);
      c.peering.visit(0, 1, [&](const ConnectionView& view) {
        const base::Instant next = view.of(1).next_consent;
        if (next != base::never && next != planned) planned = next, ++asked;
      });
    }
    range.add(asked);
  }
  return range;
}

void repeats(Chapter& c) {
  const net::Retry stun{500ms, 0, 16s};
  const double published[] = {0.5, 1.5, 3.5, 7.5, 15.5, 31.5};
  base::Duration sum{};
  for (int n = 0; n < 6; ++n) {
    sum += net::interval(stun, n);
    c.rows.push_back({"M14", "transmission " + std::to_string(n + 2) + " of an unanswered request at, s",
                      published[n], static_cast<double>(sum.count()) / 1e9, 0, Kind::absolute, 1});
  }
  c.rows.push_back(not_repeated("M14", "an unanswered request is given up after, s", "39.5",
                                "agents here ask until the connection has failed, as libwebrtc's do"));
}

}  // namespace

Chapter webrtc(Depth depth) {
  const int seeds = depth == Depth::deep ? 1000 : 100;
  Chapter c;
  c.title = "WebRTC: silence";
  c.about =
      "RFC 7675 (consent: a check every 5 s times 0.8 to 1.2, expiry 30 s after the last valid response), "
      "libwebrtc's constants, pion/ice's defaults, RFC 8489 (retransmissions). The last sign of life lies up "
      "to one period before the silence begins, so the published figure, and the round trip of 20 ms of what "
      "was under way, is the upper end and a period less the lower one.";
  const Settings usual{.stun = false, .turn = false};
  silence(usual, "disconnected", seeds).rows(c, "M13", "libwebrtc: disconnected after", 2.5, 5.02);
  silence(usual, "failed", seeds).rows(c, "M13", "libwebrtc: failed after", 12.5, 15.02);
  Settings consent = usual;
  consent.keepalive = 0s;
  consent.failed_after = base::forever;
  silence(consent, "failed", seeds).rows(c, "M13", "RFC 7675: consent expires after", 24, 30.02);
  const Range asked = unanswered(consent, seeds);
  c.rows.push_back(
      {"M13", "RFC 7675: unanswered requests until then: fewest", 5, asked.least, 7, Kind::within, 0});
  c.rows.push_back({"M13", "... most", 5, asked.most, 7, Kind::within, 0});
  Settings pion = usual;
  pion.keepalive = 2s;
  pion.failed_after = 30s;
  silence(pion, "disconnected", seeds).rows(c, "M13", "pion: disconnected after", 3, 5.02);
  silence(pion, "failed", seeds).rows(c, "M13", "pion: failed after", 28, 30.02);
  repeats(c);
  c.remark =
      "Both ends check, so the last sign of life is often younger than a period. A browser reports the state "
      "a little later than its stack knows it; that is not modelled.";
  return c;
}

}  // namespace nearsim::validation
