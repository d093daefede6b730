// ROOM in ns-3: its simplest device and channel, which deliver after a constant delay.  Where not everybody hears
// everybody, the channel goes through the sender's neighbours only; ns-3's own would go through all devices.
#include <ns3/core-module.h>
#include <ns3/network-module.h>

#include <cstring>
#include <memory>

#include "tests/bench/peers/ns3_main.h"
#include "tests/bench/room_spec.hpp"

namespace {

class Neighbourhood : public ns3::SimpleChannel {
 public:
  explicit Neighbourhood(const bench::Room& spec) : spec_(spec) {}
  void Add(ns3::Ptr<ns3::SimpleNetDevice> device) override {
    devices_.push_back(device);
    ns3::SimpleChannel::Add(device);
  }
  void Send(ns3::Ptr<ns3::Packet> packet, std::uint16_t protocol, ns3::Mac48Address to, ns3::Mac48Address from,
            ns3::Ptr<ns3::SimpleNetDevice> sender) override {
    for (const std::uint32_t id : spec_.hears(sender->GetNode()->GetId()))
      ns3::Simulator::ScheduleWithContext(id, ns3::NanoSeconds(bench::Room::air_ns), &ns3::SimpleNetDevice::Receive,
                                          devices_[id], packet->Copy(), protocol, to, from);
  }

 private:
  const bench::Room& spec_;
  std::vector<ns3::Ptr<ns3::SimpleNetDevice>> devices_;
};

class Device {
 public:
  Device(bench::Room& spec, std::uint32_t id, ns3::Ptr<ns3::NetDevice> device)
      : spec_(spec), id_(id), device_(device), timeouts_(spec.hears(id).size()) {
    device->SetReceiveCallback(ns3::MakeCallback(&Device::received, this));
    send_next();
  }

 private:
  void send_next() {
    sequence_ = spec_.next_sequence(id_);
    const ns3::Time when = ns3::NanoSeconds(spec_.time(id_, sequence_));
    ns3::Simulator::ScheduleWithContext(id_, when - ns3::Simulator::Now(), &Device::send, this);
  }
  void send() {
    std::uint8_t bytes[bench::Room::payload_bytes] = {};
    std::memcpy(bytes, &id_, 4);
    std::memcpy(bytes + 4, &sequence_, 4);
    device_->Send(ns3::Create<ns3::Packet>(bytes, static_cast<std::uint32_t>(sizeof bytes)), device_->GetBroadcast(), 0x88b5);
    send_next();
  }
  bool received(ns3::Ptr<ns3::NetDevice>, ns3::Ptr<const ns3::Packet> packet, std::uint16_t, const ns3::Address&) {
    std::uint32_t head[2];
    packet->CopyData(reinterpret_cast<std::uint8_t*>(head), sizeof head);
    if (spec_.lost(head[0], head[1], id_)) return true;
    spec_.delivered(now_ns(), head[0], head[1], id_);
    ns3::EventId& timeout = timeouts_[spec_.place(id_, head[0])];
    timeout.Cancel();
    timeout = ns3::Simulator::Schedule(ns3::NanoSeconds(bench::Room::timeout_ns), &Device::silent, this, head[0]);
    return true;
  }
  void silent(std::uint32_t from) { spec_.silent(now_ns(), from, id_); }

  bench::Room& spec_;
  std::uint32_t id_;
  std::uint32_t sequence_ = 0;
  ns3::Ptr<ns3::NetDevice> device_;
  std::vector<ns3::EventId> timeouts_;
};

}  // namespace

int main(int argc, char** argv) {
  std::string scheduler = "Map";
  std::uint32_t n = 10, neighbours = 0;
  double seconds = 10;
  ns3::CommandLine line;
  line.AddValue("scheduler", "Map, Heap, Calendar or PriorityQueue", scheduler);
  line.AddValue("n", "devices", n);
  line.AddValue("neighbours", "how many of them each hears, about; 0: all", neighbours);
  line.AddValue("seconds", "simulated seconds", seconds);
  line.Parse(argc, argv);
  choose_queue(scheduler);
  bench::Room spec(n, neighbours, seconds);

  ns3::Ptr<ns3::SimpleChannel> channel;
  if (neighbours == 0) channel = ns3::CreateObject<ns3::SimpleChannel>();
  else channel = ns3::CreateObject<Neighbourhood>(spec);
  channel->SetAttribute("Delay", ns3::TimeValue(ns3::NanoSeconds(bench::Room::air_ns)));
  ns3::NodeContainer nodes;
  nodes.Create(n);
  std::vector<std::unique_ptr<Device>> devices;
  for (std::uint32_t i = 0; i < n; ++i) {
    auto device = ns3::CreateObject<ns3::SimpleNetDevice>();
    device->SetAddress(ns3::Mac48Address::Allocate());
    nodes.Get(i)->AddDevice(device);
    device->SetChannel(channel);
    devices.push_back(std::make_unique<Device>(spec, i, device));
  }

  return run_for_its_time(spec, scheduler);
}
