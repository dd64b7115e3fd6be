// Series by day as people bring them: whatever the text says, days are in order and once, figures are finite and above 0,
// and the index that is made of them is finite too.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/byte_reader.hpp"
#include "workbench/energy/comparison.hpp"

namespace davy::energy {
namespace {

void require(bool held) {
  if (!held) std::abort();
}

template <typename Row>
void check_order(const std::vector<Row>& rows, const RowCounts& counts) {
  require(!rows.empty() && rows.size() == counts.used);
  for (std::size_t i = 1; i < rows.size(); ++i) require(rows[i - 1].day < rows[i].day);
}

void check(const NetworkSeries& network) {
  check_order(network.days, network.rows);
  for (const NetworkDay& day : network.days)
    require(std::isfinite(day.hash_rate_th_s) && day.hash_rate_th_s > 0 && day.revenue_usd > 0);
  for (const auto generation : {Generation::listed, Generation::makers, Generation::aged}) {
    const auto index = compute_index(network.days, generation, {});
    require(index.size() <= network.days.size());
    for (const IndexDay& day : index)
      require(day.twh_per_year.lower <= day.twh_per_year.upper * 1.01);
    compare(index, generation);
  }
}

}  // namespace
}  // namespace davy::energy

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::energy;
  const std::string_view text = as_text({data, size});
  const auto network = read_network(text, "fuzz");
  if (network) check(*network);
  const auto published = read_published(text, "fuzz", 0.05);
  if (published) check_order(published->days, published->rows);
  if (network && published)
    compare(compute_index(network->days, Generation::makers, {}), Generation::makers, *published);
  return 0;
}
