// What the comparisons do, once for every simulator: the random stream, the order of draws, what is counted
// and what is summed.  Two programs that print the same sum did the same work in the same order, so only
// their time differs.
//
//   HOLD    n events wait; each, when it runs, posts itself again after Exp(1 s).
//   PHOLD   each event touches one of n processes and posts one event for a random process after 0.1 s +
//   Exp(0.9 s). TIMERS  n timeouts of 8 n us; every microsecond one of them, at random, is pushed back.  A
//   timeout is pushed back
//           eight times, on average, before it would fire: e^-8 = 0.03 % of the pushes end in a firing.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace bench {

// Marsaglia's xorshift64 with Vigna's multiplier, seeded through one step of splitmix64.
class Stream {
 public:
  explicit Stream(std::uint64_t seed) {
    std::uint64_t z = seed + golden;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    state_ = (z ^ (z >> 31)) | 1;
  }
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1d;
  }
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>((next() >> 32) * n >> 32); }

  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

 private:
  std::uint64_t state_;
};

// An exponential draw in nanoseconds for about 2 ns: 4096 quantiles, and 20 further random bits between them.
class ExponentialTable {
 public:
  explicit ExponentialTable(double mean_seconds) {
    for (int i = 0; i < 4096; ++i) {
      const double x = -std::log1p(-(i + 0.5) / 4096.0) * mean_seconds * 1e9;
      quantile_[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(x > 4.2e9 ? 4.2e9 : x);
    }
  }
  std::uint64_t draw(Stream& stream) const {
    const std::uint64_t bits = stream.next();
    const std::uint64_t low = quantile_[bits >> 52];
    return low + (bits >> 20 & 0xfffff) * (low >> 10) / 0x100000 + 1;
  }

 private:
  std::array<std::uint32_t, 4096> quantile_{};
};

// Seconds of processor time of this program: the jobs never wait, and other programs on the machine count
// less.
inline double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// What all of a program's run costs, set-up left out.
class Timed {
 public:
  void begin() { begin_ = processor_seconds(); }
  void end() { spent_ = processor_seconds() - begin_; }

 protected:
  [[nodiscard]] double spent() const { return spent_; }  // seconds

 private:
  double begin_ = 0, spent_ = 0;
};

// Counts events; the timed region is the last `timed` of `warm + timed`.
class Region {
 public:
  Region(std::uint64_t warm, std::uint64_t timed) : warm_(warm), timed_(timed) {}
  [[nodiscard]] bool step() {  // once at the end of each event; true: finished
    if (++done_ == warm_) begin_ = processor_seconds();
    if (done_ != warm_ + timed_) return false;
    seconds_ = processor_seconds() - begin_;
    return true;
  }
  [[nodiscard]] bool finished() const { return done_ >= warm_ + timed_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] double ns_per_event() const { return seconds_ * 1e9 / static_cast<double>(timed_); }
  [[nodiscard]] std::uint64_t timed() const { return timed_; }

 private:
  std::uint64_t warm_, timed_, done_ = 0;
  double begin_ = 0, seconds_ = 0;
};

class Hold {
 public:
  Hold(std::uint32_t n, std::uint64_t timed) : n(n), region(2ull * n + 100'000, timed) {}
  std::uint64_t delay() { return exponential_.draw(stream_); }
  void ran(std::uint64_t now, std::uint32_t id) { sum += now ^ id; }
  void print(const std::string& name) const {
    std::printf("hold %s n=%u ops=%llu ns_per_event=%.2f check=%016llx\n", name.c_str(), n,
                static_cast<unsigned long long>(region.timed()), region.ns_per_event(),
                static_cast<unsigned long long>(sum));
  }

  std::uint32_t n;
  Region region;
  std::uint64_t sum = 0;

 private:
  Stream stream_{1};
  ExponentialTable exponential_{1.0};
};

class Phold {
 public:
  Phold(std::uint32_t processes, std::uint64_t timed)
      : n(processes), region(2ull * processes + 100'000, timed), process_(processes) {}
  std::uint32_t destination() { return stream_.below(n); }  // drawn before the delay
  std::uint64_t delay() { return lookahead_ns + exponential_.draw(stream_); }
  void ran(std::uint64_t now, std::uint32_t id) {
    Process& process = process_[id];
    process.sum += now ^ process.last;
    process.last = now;
    ++process.count;
    sum += process.sum ^ id;
  }
  void print(const std::string& name) const {
    std::printf("phold %s lps=%u per=1 ops=%llu ns_per_event=%.2f events_per_s=%.4g check=%016llx\n",
                name.c_str(), n, static_cast<unsigned long long>(region.timed()), region.ns_per_event(),
                1e9 / region.ns_per_event(), static_cast<unsigned long long>(sum));
  }

  std::uint32_t n;
  Region region;
  std::uint64_t sum = 0;

 private:
  static constexpr std::uint64_t lookahead_ns = 100'000'000;
  struct alignas(
      64) Process {  // a cache line of state each, so that models' memory traffic is in the comparison
    std::uint64_t count = 0, last = 0, sum = 0;
  };
  Stream stream_{1};
  ExponentialTable exponential_{0.9};
  std::vector<Process> process_;
};

// Highest resident set of this program, in bytes; 0 where /proc does not say.
inline double peak_bytes() {
  std::FILE* const file = std::fopen("/proc/self/status", "r");
  if (file == nullptr) return 0;
  char line[256];
  unsigned long long kilobytes = 0;
  while (std::fgets(line, sizeof line, file) != nullptr &&
         std::sscanf(line, "VmHWM: %llu kB", &kilobytes) != 1) {
  }
  std::fclose(file);
  return static_cast<double>(kilobytes) * 1024;
}

class Timers {
 public:
  static constexpr std::uint64_t step_ns = 1000;

  Timers(std::uint32_t n, std::uint64_t timed) : n(n), region(9ull * n + 100'000, timed) {}
  std::uint32_t pick() { return stream_.below(n); }
  [[nodiscard]] std::uint64_t timeout_ns() const { return 8ull * n * step_ns + 137; }
  void fired(std::uint64_t now, std::uint32_t id) {
    if (region.finished()) return;
    ++firings;
    sum = sum * Stream::golden + (now ^ id);  // depends on the order
  }
  void print(const std::string& name) const {
    std::printf(
        "timers %s m=%u ops=%llu ns_per_event=%.2f fired=%llu order=%016llx peak_bytes_per_timer=%.0f\n",
        name.c_str(), n, static_cast<unsigned long long>(region.timed()), region.ns_per_event(),
        static_cast<unsigned long long>(firings), static_cast<unsigned long long>(sum), peak_bytes() / n);
  }

  std::uint32_t n;
  Region region;
  std::uint64_t firings = 0;
  std::uint64_t sum = 0;

 private:
  Stream stream_{1};
};

}  // namespace bench
