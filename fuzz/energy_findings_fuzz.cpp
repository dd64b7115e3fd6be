// Findings as a stranger may hand them in: whatever the lines say, what is accounted has times in order and bounds in order,
// energy is split without loss, and each piece of mining stands once.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/byte_reader.hpp"
#include "workbench/energy/account.hpp"

namespace davy::energy {
namespace {

void require(bool held) {
  if (!held) std::abort();
}

void check(const Interval& value) {
  require(std::isfinite(value.upper) && value.lower >= 0 && value.lower <= value.upper);
}

void check(const AccountItem& item) {
  require(item.found.last >= item.found.first);
  check(item.kwh);
  double parts = 0;
  for (const YearPart& part : item.parts) parts += part.kwh.upper;
  require(std::abs(parts - item.kwh.upper) <= 1e-6 * item.kwh.upper);
}

}  // namespace
}  // namespace davy::energy

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::energy;
  FindingReader reader;
  std::string_view text = as_text({data, size});
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  AccountSettings settings;
  settings.region = "Sichuan";
  settings.bills = {*parse_billing_cycle("b97:2022-05-01:2022-05-31:31000")};
  const auto counts = reader.counts();
  const Account account = make_account(reader.take(), settings);
  require(account.items.size() + counts.malformed + counts.other + counts.unusable <= counts.lines);
  for (const AccountItem& item : account.items) check(item);
  check(account.kwh());
  return 0;
}
