// Every key of the language that is not a field of a settings struct: once, for the reader, the schema and
// the manual.
#pragma once

#include "sim/scenario/reader.hpp"

namespace nearsim::scenario::language {

extern const Table top, radio, access_point, wall, waypoint, links, link, way, trace_point, discovery, find,
    finding, device, profile, derivation, fault, step, expectation, recorded, invariant, swarm, sweep;

}  // namespace nearsim::scenario::language
