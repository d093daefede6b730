// BEACON in ns-3: its real 802.11a MAC and PHY (Yans), ad hoc, broadcasts at 6 Mbit/s.
#include <ns3/core-module.h>
#include <ns3/mobility-module.h>
#include <ns3/network-module.h>
#include <ns3/wifi-module.h>

#include <memory>

#include "tests/bench/beacon_spec.hpp"
#include "tests/bench/peers/ns3_main.h"

namespace {

class Station {
 public:
  Station(bench::Beacons& spec, std::uint32_t id, ns3::Ptr<ns3::NetDevice> device)
      : spec_(spec), id_(id), device_(device), timeouts_(spec.n) {
    device->SetReceiveCallback(ns3::MakeCallback(&Station::received, this));
    ns3::Simulator::ScheduleWithContext(id, ns3::NanoSeconds(spec.first(id)), &Station::send, this);
  }

 private:
  void send() {
    std::vector<std::uint8_t> bytes(bench::Beacons::payload_bytes);
    bytes[0] = static_cast<std::uint8_t>(id_ & 255);
    bytes[1] = static_cast<std::uint8_t>(id_ >> 8);
    device_->Send(ns3::Create<ns3::Packet>(bytes.data(), static_cast<std::uint32_t>(bytes.size())), device_->GetBroadcast(), 0x88b5);
    ns3::Simulator::Schedule(ns3::NanoSeconds(spec_.gap(id_)), &Station::send, this);
  }
  bool received(ns3::Ptr<ns3::NetDevice>, ns3::Ptr<const ns3::Packet> packet, std::uint16_t, const ns3::Address&) {
    std::uint8_t head[2];
    packet->CopyData(head, sizeof head);
    ++spec_.delivered;
    ns3::EventId& timeout = timeouts_[head[0] | head[1] << 8];
    timeout.Cancel();
    timeout = ns3::Simulator::Schedule(ns3::NanoSeconds(bench::Beacons::timeout_ns), &Station::silent, this);
    return true;
  }
  void silent() { ++spec_.timeouts; }

  bench::Beacons& spec_;
  std::uint32_t id_;
  ns3::Ptr<ns3::NetDevice> device_;
  std::vector<ns3::EventId> timeouts_;
};

}  // namespace

int main(int argc, char** argv) {
  std::string scheduler = "Map";
  std::uint32_t n = 10;
  double seconds = 10;
  ns3::CommandLine line;
  line.AddValue("scheduler", "Map, Heap, Calendar or PriorityQueue", scheduler);
  line.AddValue("n", "stations", n);
  line.AddValue("seconds", "simulated seconds", seconds);
  line.Parse(argc, argv);
  choose_queue(scheduler);
  bench::Beacons spec(n, seconds);

  ns3::NodeContainer nodes;
  nodes.Create(n);
  auto places = ns3::CreateObject<ns3::ListPositionAllocator>();
  for (std::uint32_t i = 0; i < n; ++i) places->Add(ns3::Vector(spec.x[i], spec.y[i], 1.5));
  ns3::MobilityHelper mobility;
  mobility.SetPositionAllocator(places);
  mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
  mobility.Install(nodes);
  auto channel = ns3::YansWifiChannelHelper::Default();
  ns3::YansWifiPhyHelper phy;
  phy.SetChannel(channel.Create());
  ns3::WifiHelper wifi;
  wifi.SetStandard(ns3::WIFI_STANDARD_80211a);
  const ns3::StringValue rate("OfdmRate6Mbps");
  wifi.SetRemoteStationManager("ns3::ConstantRateWifiManager", "DataMode", rate, "NonUnicastMode", rate);
  ns3::WifiMacHelper mac;
  mac.SetType("ns3::AdhocWifiMac");
  const ns3::NetDeviceContainer devices = wifi.Install(phy, mac, nodes);
  std::vector<std::unique_ptr<Station>> stations;
  for (std::uint32_t i = 0; i < n; ++i) stations.push_back(std::make_unique<Station>(spec, i, devices.Get(i)));

  return run_for_its_time(spec, scheduler);
}
