// Bianchi's chain itself: a station's stage of backoff and its counter, one state for each pair, and the
// shares of time that it spends in them.  The formula of bianchi.cpp is what its author got by hand; here the
// balance of every state is one linear equation, and the solver knows nothing of the formula.
//
//     (i, k) -> (i, k - 1)                                    a slot passes
//     (i, 0) -> (0, any of W),           chance (1 - p) / W    it got through
//     (i, 0) -> (i + 1, any of W_i+1),   chance p / W_i+1      it collided; the last stage stays
#include <Eigen/SparseLU>
#include <vector>

#include "models/radio/bianchi.hpp"
#include "sim/base/check.hpp"

namespace nearsim::radio {

double transmits_by_chain(const Saturation& s, double collides) {
  using Matrix = Eigen::SparseMatrix<double>;
  std::vector<int> first;  // state (i, 0) of each stage
  int states = 0;
  for (int i = 0; i <= s.stages; ++i) {
    first.push_back(states);
    states += s.window << i;
  }
  std::vector<Eigen::Triplet<double>> rows;  // what flows into a state, less the state itself, is nothing
  const auto flows = [&](int from, int into, double chance) {
    if (into != 0)
      rows.emplace_back(into, from, chance);  // the first equation says that shares add up to one
  };
  for (int i = 0; i <= s.stages; ++i) {
    const int stage = first[static_cast<std::size_t>(i)], window = s.window << i;
    const int next = i == s.stages ? i : i + 1;
    for (int k = 1; k < window; ++k) flows(stage + k, stage + k - 1, 1);
    for (int k = 0; k < s.window; ++k) flows(stage, k, (1 - collides) / s.window);
    for (int k = 0; k < s.window << next; ++k)
      flows(stage, first[static_cast<std::size_t>(next)] + k, collides / (s.window << next));
  }
  for (int state = 0; state < states; ++state) {
    if (state != 0) rows.emplace_back(state, state, -1);
    rows.emplace_back(0, state, 1);
  }
  Matrix balance(states, states);
  balance.setFromTriplets(rows.begin(), rows.end());
  Eigen::SparseLU<Matrix> solver(balance);
  NEARSIM_CHECK(solver.info() == Eigen::Success, "a chain that is left from every state has one balance");
  Eigen::VectorXd sums = Eigen::VectorXd::Zero(states);
  sums[0] = 1;
  const Eigen::VectorXd shares = solver.solve(sums);
  double transmits = 0;
  for (const int state : first) transmits += shares[state];
  return transmits;
}

}  // namespace nearsim::radio
