// The engine alone: feed it events, see what it decides.  A host in ten lines of Python, for teaching and for
// property tests; it is the same object code that a scenario runs.
#include <fmt/format.h>

#include "protocol/engine.hpp"
#include "protocol/message.hpp"
#include "sim/python/module.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::python {

namespace {

using protocol::Engine;

template <class T>
T field(const py::dict& fields, const char* name) {
  if (!fields.contains(name)) throw py::key_error(fmt::format("this event needs '{}'", name));
  try {
    return fields[name].cast<T>();
  } catch (const py::cast_error&) {
    throw py::type_error(fmt::format("'{}' is of the wrong type", name));
  }
}
template <class T>
T field_or(const py::dict& fields, const char* name, T otherwise) {
  return fields.contains(name) ? field<T>(fields, name) : otherwise;
}
template <protocol::Named E>
E named(const py::dict& fields, const char* name, E otherwise) {
  const std::string text = field_or<std::string>(fields, name, std::string(protocol::name(otherwise)));
  if (const std::optional<E> found = protocol::named<E>(text)) return *found;
  throw py::value_error(fmt::format("'{}' is no {}", text, name));
}

protocol::Handle handle_of(const py::dict& fields) { return {field<std::uint64_t>(fields, "peer")}; }
protocol::SessionNumber session_of(const py::dict& fields) {
  return {field_or<std::uint32_t>(fields, "session", 1)};
}
protocol::PeerRecord record_of(const py::dict& fields) {
  const std::uint64_t handle = field<std::uint64_t>(fields, "peer");
  const auto name = field_or<std::string>(fields, "display_name", fmt::format("peer{}", handle));
  return {{handle},
          name,
          field_or<std::string>(fields, "node_id", name),
          field_or<std::uint64_t>(fields, "instance", 0)};
}

protocol::Event event_of(const std::string& kind, const py::dict& f) {
  if (kind == "started")
    return protocol::Started{
        {field_or<std::uint64_t>(f, "self", 1)}, field_or<protocol::Persisted>(f, "persisted", {}), {}};
  if (kind == "stopped") return protocol::Stopped{};
  if (kind == "found") return protocol::PeerFound{record_of(f)};
  if (kind == "lost") return protocol::PeerLost{handle_of(f)};
  if (kind == "invited")
    return protocol::InvitationReceived{record_of(f), {field_or<std::uint64_t>(f, "invitation", 1)}};
  if (kind == "session") {
    protocol::SessionChanged changed;
    changed.peer = record_of(f);
    changed.session = session_of(f);
    changed.state = named(f, "state", protocol::SessionState::not_connected);
    changed.error = field_or<int>(f, "error", 0);
    return changed;
  }
  if (kind == "received") {
    const std::string bytes = field<py::bytes>(f, "bytes");
    return protocol::DataReceived{handle_of(f), session_of(f), protocol::Payload(bytes.begin(), bytes.end())};
  }
  if (kind == "send_failed") return protocol::SendFailed{handle_of(f), field_or<int>(f, "error", 0)};
  if (kind == "wall_clock") return protocol::WallClockStepped{base::Duration{field<std::int64_t>(f, "by")}};
  if (kind == "network") return protocol::NetworkChanged{named(f, "network", protocol::Network::wifi)};
  if (kind == "interfaces") return protocol::InterfacesChanged{};
  if (kind == "path")
    return protocol::PathChanged{handle_of(f), session_of(f),
                                 named(f, "state", protocol::PathState::working)};
  if (kind == "user_send")
    return protocol::UserSend{
        {field_or<std::string>(f, "type", "chat"), field_or<std::string>(f, "text", "")}};
  throw py::value_error(
      fmt::format("there is no event '{}'; there are started, stopped, found, lost, invited, session, "
                  "received, send_failed, wall_clock, network, interfaces, path, user_send",
                  kind));
}

// Whatever an action says, by the names it has in C++.
template <class A>
py::dict fields_of(const A& a) {
  py::dict out;
  if constexpr (requires { a.peer.handle; }) out["peer"] = a.peer.handle.value;
  else if constexpr (requires { a.peer.value; }) out["peer"] = a.peer.value;
  if constexpr (requires { a.session.value; }) out["session"] = a.session.value;
  if constexpr (requires { a.invitation.value; }) out["invitation"] = a.invitation.value;
  if constexpr (requires { a.timeout.count(); }) out["timeout"] = a.timeout.count();
  if constexpr (requires { a.in.count(); }) out["in"] = a.in.count();
  if constexpr (requires { a.attempt; }) out["attempt"] = a.attempt;
  if constexpr (requires { a.old.value; }) out["old"] = a.old.value;
  if constexpr (requires { a.fresh.value; }) out["fresh"] = a.fresh.value;
  if constexpr (requires { protocol::name(a.milestone); })
    out["milestone"] = std::string(protocol::name(a.milestone));
  if constexpr (requires { protocol::name(a.symptom); })
    out["symptom"] = std::string(protocol::name(a.symptom));
  if constexpr (requires { a.to == protocol::Switch::on; }) out["on"] = a.to == protocol::Switch::on;
  if constexpr (requires { a.standing == protocol::Standing::connected; })
    out["connected"] = a.standing == protocol::Standing::connected;
  if constexpr (requires {
                  a.key;
                  a.value;
                }) {
    out["key"] = a.key;
    out["value"] = a.value;
  }
  if constexpr (requires { protocol::encode(a.message); }) {
    const protocol::Payload bytes = protocol::encode(a.message);
    out["type"] = std::string(protocol::type_of(a.message));
    out["bytes"] = py::bytes(std::string(bytes.begin(), bytes.end()));
  }
  return out;
}

py::list tuples_of(const protocol::Decisions& decisions) {
  py::list out;
  for (const protocol::Decision& decision : decisions) {
    py::dict figures;
    for (const protocol::Figure& figure : decision.why.figures())
      std::visit(
          [&](auto value) {
            if constexpr (requires { value.count(); })
              figures[py::str(std::string(figure.key))] = value.count();
            else figures[py::str(std::string(figure.key))] = value;
          },
          figure.value);
    const std::string_view verb = std::visit([](const auto& a) { return a.verb; }, decision.action);
    const py::dict fields = std::visit([](const auto& a) { return fields_of(a); }, decision.action);
    out.append(py::make_tuple(std::string(verb), fields, std::string(protocol::name(decision.why.code())),
                              std::string(protocol::text(decision.why.code())), figures));
  }
  return out;
}

// An engine, and the contract's one rule that a host could break by accident: time does not go back.
class AloneEngine {
 public:
  AloneEngine(const scenario::Scenario& scenario, const std::string& device, std::uint64_t seed)
      : engine_(made(scenario, device, seed)) {}

  py::list handle(std::int64_t now, const std::string& kind, const py::dict& fields) {
    const protocol::Event event = event_of(kind, fields);
    return tuples_of(engine_.handle(move_to(now), event));
  }
  py::list advance(std::int64_t now) { return tuples_of(engine_.advance(move_to(now))); }
  [[nodiscard]] std::optional<std::int64_t> next_deadline() const {
    return nanoseconds_or_none(engine_.next_deadline());
  }
  [[nodiscard]] const Engine& engine() const { return engine_; }

 private:
  static Engine made(const scenario::Scenario& scenario, const std::string& device, std::uint64_t seed) {
    for (const scenario::DeviceSpec& spec : scenario.devices)
      if (spec.name == device)
        return {{{1}, spec.display_name, spec.node_id, 0},
                std::make_shared<const protocol::Profile>(spec.profile),
                base::Streams{base::Seed{seed}}.stream("engine/" + device),
                spec.network};
    throw py::key_error(fmt::format("the scenario has no device '{}'", device));
  }
  base::Instant move_to(std::int64_t now) {
    if (now < now_) throw py::value_error(fmt::format("time goes back, from {} ns to {} ns", now_, now));
    now_ = now;
    return base::Instant{base::Duration{now}};
  }
  Engine engine_;
  std::int64_t now_ = 0;
};

}  // namespace

void bind_engine(py::module_& m) {
  py::class_<AloneEngine>(m, "Engine")
      .def(py::init<const scenario::Scenario&, const std::string&, std::uint64_t>(), py::arg("scenario"),
           py::arg("device"), py::arg("seed"))
      .def("handle", &AloneEngine::handle, py::arg("now"), py::arg("kind"), py::arg("fields"))
      .def("advance", &AloneEngine::advance, py::arg("now"))
      .def("next_deadline", &AloneEngine::next_deadline)
      .def("describe", [](const AloneEngine& e) { return e.engine().describe(); })
      .def("copy", [](const AloneEngine& e) { return e; })
      .def("__eq__", [](const AloneEngine& a, const AloneEngine& b) { return a.engine() == b.engine(); });
}

}  // namespace nearsim::python
