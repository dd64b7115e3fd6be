// Findings as a stranger may hand them in: whatever the lines say, suspects are endpoints that can be asked, each once,
// and their names can stand in a header.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "base/byte_reader.hpp"
#include "probe/suspects.hpp"

namespace davy::probe {
namespace {

void require(bool held) {
  if (!held) std::abort();
}

void check(const Suspect& suspect) {
  require(suspect.endpoint.port != 0);
  require(suspect.host.size() <= 253);
  for (const char c : suspect.host) {
    require((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' ||
            c == '-');
  }
  require(parse_endpoint(to_string(suspect.endpoint)) == suspect.endpoint);
}

}  // namespace
}  // namespace davy::probe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::probe;
  SuspectReader reader;
  std::string_view text = as_text({data, size});
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::set<Endpoint> seen;
  for (const Suspect& suspect : reader.suspects()) {
    check(suspect);
    if (!seen.insert(suspect.endpoint).second) std::abort();
  }
  return reader.suspects().size() <= reader.events() ? 0 : (std::abort(), 0);
}
