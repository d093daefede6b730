#include "models/radio/dcf.hpp"

#include <algorithm>
#include <string>

#include "sim/base/check.hpp"

namespace nearsim::radio {
namespace {

constexpr std::size_t sent_kept =
    64;  // ours: frames that have left stay at the head of a queue until so many

}  // namespace

Dcf::Dcf(Medium& medium, const base::Streams& streams, Station station, const DcfSettings& settings,
         DcfUser& user)
    : medium_(medium),
      scheduler_(medium.scheduler()),
      settings_(settings),
      station_(station),
      user_(user),
      random_(streams.stream("radio/backoff/" + std::to_string(station))) {
  for (std::size_t queue = 0; queue < settings_.queues.size(); ++queue) {
    Contender c;
    c.access = settings_.queues[queue];
    c.window = c.access.cw_min;
    c.turn = scheduler_.add_deadline({"backoff", station_}, [this, queue] { turn(queue); });
    contenders_.push_back(std::move(c));
  }
  give_up_ = scheduler_.add_deadline({"no answer", station_}, [this] {
    if (!medium_.receiving(station_)) no_answer();  // else that may be it: heard() decides
  });
  medium_.join(station_, *this);
}

std::size_t Dcf::waiting(std::size_t queue) const {
  return contenders_[queue].frames.size() - contenders_[queue].head;
}

void Dcf::send(Frame frame, std::size_t queue) {
  Contender& c = contenders_[queue];
  frame.from = station_;
  frame.sequence = ++sequence_;
  c.frames.push_back(frame);
  if (c.contending) return;
  c.contending = true;
  medium_.attend(station_);
  const bool taken = medium_.busy(station_) || reserved_until_ > scheduler_.now();
  if (taken) draw(c);
  if (medium_.busy(station_)) return;
  if (!awaiting_) count(c);
}

// --- the contest

void Dcf::draw(Contender& c) {
  c.slots = static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(c.window) + 1));
}

void Dcf::count(Contender& c) {
  const base::Instant quiet = std::max(medium_.idle_since(station_), reserved_until_);
  c.started = quiet + settings_.timing.aifs(c.access.aifsn) + extra_;
  if (fires(c) < scheduler_.now()) c.started = scheduler_.now();  // it has been quiet for long
  c.counting = true;
  scheduler_.arm(c.turn, fires(c));
}

void Dcf::count_all() {
  bool anybody = false;
  for (Contender& c : contenders_) {
    if (!c.contending) continue;
    anybody = true;
    if (!c.counting) count(c);
  }
  if (!anybody) medium_.ignore(station_);
}

void Dcf::idle() {
  if (!awaiting_) count_all();
}

// Whose turn is this very instant goes ahead: it could not have heard the other in time, and collides.
void Dcf::busy() {
  const base::Instant now = scheduler_.now();
  for (Contender& c : contenders_) {
    if (!c.counting || fires(c) <= now) continue;
    if (now >= c.started) {
      const std::int64_t passed = (now - c.started) / settings_.timing.slot;
      c.slots -= settings_.countdown == Countdown::edca ? passed + 1 : passed;
    }
    c.counting = false;
    scheduler_.disarm(c.turn);
  }
}

// Of two queues whose turns coincide the more urgent one sends.
bool Dcf::yields(std::size_t queue) const {
  if (airing_ != no_queue || medium_.sending(station_)) return true;
  for (std::size_t urgent = 0; urgent < queue; ++urgent) {
    const Contender& c = contenders_[urgent];
    if (c.counting && !c.empty() && fires(c) == scheduler_.now()) return true;
  }
  return false;
}

void Dcf::turn(std::size_t queue) {
  Contender& c = contenders_[queue];
  c.counting = false;
  c.slots = 0;
  if (c.empty()) {  // the pause after its last frame is over
    c.contending = false;
    return;
  }
  if (yields(queue)) {
    failed(c);
    if (!medium_.busy(station_) && !awaiting_) count_all();
    return;
  }
  airing_ = queue;
  medium_.transmit(next_frame(c));
}

// --- the exchange

bool Dcf::asks_first(const Frame& data) const { return !data.everybody() && data.bytes > settings_.rts_over; }

base::Duration Dcf::reserved_by(const Frame& data) const {
  return data.everybody() ? base::Duration{0} : settings_.timing.sifs + settings_.ack_air;
}

Frame Dcf::question(const Frame& data) const {
  Frame rts;
  rts.from = station_;
  rts.to = data.to;
  rts.air = settings_.rts_air;
  rts.bytes = rts_bits / 8;
  rts.kind = Frame::Kind::rts;
  rts.reserves =
      settings_.timing.sifs + settings_.ack_air + settings_.timing.sifs + data.air + reserved_by(data);
  return rts;
}

Frame Dcf::next_frame(const Contender& c) const {
  Frame data = c.frames[c.head];
  if (asks_first(data)) return question(data);
  data.reserves = reserved_by(data);
  return data;
}

void Dcf::send_data() {
  const Contender& c = contenders_[airing_];
  Frame data = c.frames[c.head];
  data.reserves = reserved_by(data);
  medium_.transmit(data);
}

void Dcf::sent(const Frame& frame) {
  if (frame.kind == Frame::Kind::ack || frame.kind == Frame::Kind::cts) return;
  if (frame.everybody()) {
    Contender& c = contenders_[std::exchange(airing_, no_queue)];
    ++c.tries;
    extra_ = base::Duration{0};
    pop(c, Outcome::sent);
    return;
  }
  awaiting_ = true;
  scheduler_.arm(give_up_, scheduler_.now() + settings_.timing.sifs + settings_.timing.slot);
}

void Dcf::no_answer() {
  scheduler_.disarm(give_up_);
  awaiting_ = false;
  extra_ = settings_.after_no_answer - settings_.timing.difs();
  failed(contenders_[std::exchange(airing_, no_queue)]);
  if (!medium_.busy(station_)) count_all();
}

void Dcf::failed(Contender& c) {
  if (++c.tries >= settings_.attempts) return pop(c, Outcome::dropped);
  c.window = std::min(2 * c.window + 1, c.access.cw_max);
  draw(c);
}

void Dcf::pop(Contender& c, Outcome outcome) {
  const Frame frame = c.frames[c.head];
  const int tries = std::exchange(c.tries, 0);
  if (++c.head == c.frames.size() || c.head == sent_kept) {
    c.frames.erase(c.frames.begin(), c.frames.begin() + static_cast<std::ptrdiff_t>(c.head));
    c.head = 0;
  }
  c.window = c.access.cw_min;
  draw(c);
  user_.finished(station_, frame, outcome, tries);
}

void Dcf::heard(const Frame& frame, Heard how) {
  if (how == Heard::garbled) {
    extra_ = settings_.after_garbled - settings_.timing.difs();
    if (awaiting_) no_answer();
    return;
  }
  extra_ = base::Duration{0};
  if (awaiting_) {
    if (frame.kind == Frame::Kind::cts && frame.to == station_) {
      scheduler_.disarm(give_up_);
      scheduler_.post(scheduler_.now() + settings_.timing.sifs, {"invited", station_, frame.from},
                      [this] { send_data(); });
      return;
    }
    if (frame.kind == Frame::Kind::ack && frame.to == station_) {
      scheduler_.disarm(give_up_);
      awaiting_ = false;
      Contender& c = contenders_[std::exchange(airing_, no_queue)];
      ++c.tries;
      pop(c, Outcome::acknowledged);
      return;
    }
    no_answer();
  }
  if (frame.to != station_) reserve(frame);
  if (frame.kind == Frame::Kind::ack || frame.kind == Frame::Kind::cts) return;
  if (frame.to == station_) answer(frame);
  if (frame.kind == Frame::Kind::rts) return;
  if (frame.everybody() || (frame.to == station_ && !repetition(frame))) user_.received(station_, frame);
}

// The exchange of others (802.11: NAV).  A question that was not answered reserves nothing: nothing is heard
// for as long as an invitation and the beginning of the data would take, and the reservation is void.
void Dcf::reserve(const Frame& frame) {
  const base::Instant now = scheduler_.now();
  reserved_until_ = std::max(reserved_until_, now + frame.reserves);
  if (frame.kind != Frame::Kind::rts) return;
  const base::Duration wait = 2 * settings_.timing.sifs + settings_.ack_air + 2 * settings_.timing.slot;
  scheduler_.post(now + wait, {"reservation", station_}, [this, now] { lift(now); });
}

void Dcf::lift(base::Instant since) {
  const bool quiet = !medium_.busy(station_) && medium_.idle_since(station_) <= since;
  if (!quiet || reserved_until_ <= scheduler_.now()) return;
  reserved_until_ = scheduler_.now();
  for (Contender& c : contenders_) {
    if (!c.counting) continue;
    scheduler_.disarm(c.turn);
    count(c);
  }
}

// A question is answered only where the air is free for what would follow.
void Dcf::answer(const Frame& frame) {
  const bool asks = frame.kind == Frame::Kind::rts;
  if (asks && reserved_until_ > scheduler_.now()) return;
  const base::Duration rest =
      asks ? frame.reserves - settings_.timing.sifs - settings_.ack_air : base::Duration{0};
  const Station to = frame.from;
  const auto kind = asks ? Frame::Kind::cts : Frame::Kind::ack;
  scheduler_.post(scheduler_.now() + settings_.timing.sifs, {asks ? "invite" : "acknowledge", station_, to},
                  [this, to, kind, rest] {
                    if (medium_.sending(station_)) return;
                    Frame reply;
                    reply.from = station_;
                    reply.to = to;
                    reply.air = settings_.ack_air;
                    reply.reserves = rest;
                    reply.bytes = ack_bits / 8;
                    reply.kind = kind;
                    medium_.transmit(reply);
                  });
}

bool Dcf::repetition(const Frame& frame) {
  const auto it = std::lower_bound(last_.begin(), last_.end(), frame.from,
                                   [](const auto& seen, Station from) { return seen.first < from; });
  if (it == last_.end() || it->first != frame.from) {
    last_.insert(it, {frame.from, frame.sequence});
    return false;
  }
  return std::exchange(it->second, frame.sequence) == frame.sequence;
}

}  // namespace nearsim::radio
