#include "models/net/way.hpp"

namespace nearsim::net {
namespace {

// The chance that at least one of two independent losses happens.
base::Ratio either(base::Ratio a, base::Ratio b) {
  return {a.ppm + b.ppm - a.ppm * b.ppm / base::certain.ppm};
}

base::BitRate lower(base::BitRate a, base::BitRate b) {
  if (a.bits_per_second == 0) return b;
  if (b.bits_per_second == 0) return a;
  return a < b ? a : b;
}

}  // namespace

Way disturbed(Way way, const Disturbance& by) {
  way.delay += by.delay;
  way.jitter += by.jitter;
  way.loss = either(way.loss, by.loss);
  way.rate = lower(way.rate, by.rate);
  return way;
}

}  // namespace nearsim::net
