// The questions of the health check: a ping on a stream and a pong on the same one.  Asked over a connection
// made for it, the connection is dropped with the answer, which is what the other side's accept loop sees.
#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "sim/run/device.hpp"
#include "sim/run/quic_host.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {
namespace {

constexpr std::string_view ping = "ping", pong = "pong";

net::BytesView bytes_of(std::string_view word) { return std::as_bytes(std::span{word.data(), word.size()}); }
bool is(net::BytesView bytes, std::string_view word) {
  return std::equal(bytes.begin(), bytes.end(), bytes_of(word).begin(), bytes_of(word).end());
}

}  // namespace

// In turn, the next question is asked when this one is over.
void QuicHost::act(const protocol::Probe& action) {
  const auto* check = protocol::find_in<protocol::HealthCheck>(device_.profile().detectors);
  if (check == nullptr || check->awaits == protocol::Awaits::apart) return begin(action);
  if (!questions_.empty()) return asked_next_.push_back(action);
  locked_ = check->awaits == protocol::Awaits::holding_lock;
  begin(action);
  if (questions_.empty()) ask_next();
}

void QuicHost::ask_next() {
  while (questions_.empty() && !asked_next_.empty()) {
    const protocol::Probe next = asked_next_.front();
    asked_next_.erase(asked_next_.begin());
    begin(next);
  }
  if (questions_.empty()) unlock();
}

void QuicHost::unlock() {
  if (!std::exchange(locked_, false) || writers_.empty()) return;
  device_.waited(connection_map, health_check, device_.world().now() - written_since_);
  for (protocol::SessionChanged& event : std::exchange(writers_, {})) device_.queue_event(std::move(event));
}

void QuicHost::begin(const protocol::Probe& action) {
  Question question{action.peer, action.session, {}, {}, {}};
  if (action.over == protocol::Over::new_connection) {
    question.own = endpoint_.connect(device_.world().host_of(action.peer.value), quic::Alpn::messaging,
                                     action.peer.value);
  } else if (const Held* held = held_.find(action.session); held != nullptr) {
    ask(question, held->id);
  }
  if (question.own.number == 0 && question.stream == quic::StreamId{})
    return device_.tell_later(protocol::Probed{action.peer, action.session, false});
  kernel::Scheduler& scheduler = device_.world().scheduler();
  question.timer = scheduler.at(base::later(scheduler.now(), action.timeout), {"no pong", device_.node()},
                                [this, own = question.own, stream = question.stream] {
                                  dispatch({"no pong", device_.node()}, [this, g = generation_, own, stream] {
                                    if (g == generation_) out_of_time(own, stream);
                                  });
                                });
  questions_.push_back(question);
}

void QuicHost::ask(Question& question, quic::ConnectionId id) {
  question.stream = endpoint_.open_stream(id, quic::StreamKind::bidirectional);
  (void)endpoint_.send(question.stream, bytes_of(ping));
}

void QuicHost::finish(std::size_t place, bool value) {
  const Question over = questions_[place];
  questions_.erase(questions_.begin() + static_cast<std::ptrdiff_t>(place));
  device_.world().scheduler().cancel(over.timer);
  if (over.own.number != 0) endpoint_.close(over.own, quic::dropped);
  device_.queue_event(protocol::Probed{over.peer, over.session, value});
  if (questions_.empty()) ask_next();
}

void QuicHost::out_of_time(quic::ConnectionId own, quic::StreamId stream) {
  for (std::size_t i = 0; i < questions_.size(); ++i)
    if (own.number != 0 ? questions_[i].own == own : questions_[i].stream == stream) return finish(i, false);
}

bool QuicHost::probe_connected(quic::ConnectionId id) {
  for (Question& question : questions_) {
    if (question.own != id) continue;
    ask(question, id);
    return true;
  }
  return false;
}

bool QuicHost::probe_ended(quic::ConnectionId id) {
  for (std::size_t i = 0; i < questions_.size(); ++i) {
    if (questions_[i].own != id) continue;
    finish(i, false);
    return true;
  }
  return false;
}

bool QuicHost::is_probe(quic::ConnectionId, quic::StreamId stream, net::BytesView bytes) {
  if (is(bytes, ping)) {
    const protocol::Engine* engine = device_.engine();
    if (engine != nullptr && engine->running()) (void)endpoint_.send(stream, bytes_of(pong));
    return true;
  }
  if (!is(bytes, pong)) return false;
  for (std::size_t i = 0; i < questions_.size(); ++i) {
    if (questions_[i].stream != stream) continue;
    finish(i, true);
    break;
  }
  return true;
}

void QuicHost::drop_questions() {
  for (const Question& question : questions_) device_.world().scheduler().cancel(question.timer);
  questions_.clear();
  asked_next_.clear();
  writers_.clear();
  locked_ = false;
}

}  // namespace nearsim::run
