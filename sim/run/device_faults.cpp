// What a system does to an application beside running and killing it: background, storage, identity.
#include <array>
#include <string>

#include "sim/run/airspace.hpp"
#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

void Device::go_to_background(base::Duration grace) {
  if (!life_.running() || in_background_) return;
  note("background");
  in_background_ = true;
  world_.scheduler().post(base::later(world_.now(), grace), {"background", node_}, [this, visit = ++visits_] {
    if (visit == visits_ && in_background_ && life_.running()) sink();
  });
}

// Apple, MultipeerConnectivity: in the background the framework stops advertising and browsing and
// disconnects; in the foreground it resumes both, and sessions are for the application to make again.
void Device::sink() {
  host_->go_to_background();
  if (Airspace* air = world_.airspace()) air->move_to(node_, radio::ble::Place::background);
  all_views_changed();
  pause();
}

void Device::come_to_foreground() {
  if (!in_background_) return;
  in_background_ = false;
  note("foreground");
  if (Airspace* air = world_.airspace()) air->move_to(node_, radio::ble::Place::foreground);
  resume();
  if (engine_ && engine_->running()) host_->come_to_foreground();
}

void Device::close_storage() {
  if (++storage_closed_ == 1) storage_.set_full();
}
void Device::open_storage() {
  if (--storage_closed_ == 0) storage_.set_roomy();
}

void Device::store(const std::string& key, const std::string& value) {
  if (storage_.put(os::Durability::disk, key, value) == os::Storage::Written::full) {
    note("not_stored", {{"key", std::string_view{key}}});
    return tell_later(protocol::PersistFailed{key});
  }
  snapshots_.push_back({world_.now(), storage_.backup(), node_id_});
}

void Device::reinstall() {
  kill();
  note("reinstall");
  storage_.reinstall();
  constexpr std::array digits = {'0', '1', '2', '3', '4', '5', '6', '7',
                                 '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  base::Rng dice = world_.streams().stream("install/" + spec_.name + "/" + std::to_string(++installs_));
  node_id_.clear();
  for (int i = 0; i < 12; ++i) node_id_ += digits[dice.below(digits.size())];  // as random as a UUID
  snapshots_.push_back({world_.now(), storage_.backup(), node_id_});
  restart();
}

void Device::restore(base::Instant as_of) {
  kill();
  note("restore");
  std::size_t last = 0;  // the first one is of the beginning
  while (last + 1 < snapshots_.size() && snapshots_[last + 1].at <= as_of) ++last;
  const Snapshot then = snapshots_[last];
  storage_.restore(then.disk);
  node_id_ = then.node_id;
  snapshots_.push_back({world_.now(), then.disk, then.node_id});
  restart();
}

void Device::rotate_identity() {
  if (!engine_ || !engine_->running() || !life_.running()) return;
  note("new_identity");
  host_->rotate();
  world_.views_of_it_changed(node_);
  all_views_changed();
}

void Device::serve(const protocol::Action& service) {
  if (!engine_ || !engine_->running() || !life_.running()) return;
  note("by_hand");
  host_->perform(service);
}

void Device::invite(Node peer) {
  if (!engine_ || !life_.running()) return;
  tell(protocol::UserInvite{protocol::Handle{world_.device(peer).host().self()}});
}

}  // namespace nearsim::run
