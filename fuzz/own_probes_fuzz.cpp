// A log of probes as a stranger may hand it in: what is taken from it is a connection that can be looked for, and a flow
// at no time of the log is never ours.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/byte_reader.hpp"
#include "probe/own_probes.hpp"

namespace {

davy::flow::FlowRecord flow_of(std::uint16_t local_port, std::int64_t first_ns) {
  davy::flow::FlowRecord record;
  record.key = {.source_address = *davy::parse_ip_address("10.1.2.3"),
                .destination_address = *davy::parse_ip_address("203.0.113.7"),
                .source_port = local_port,
                .destination_port = 3333};
  record.first_seen = record.last_seen = davy::timestamp_ns(first_ns);
  return record;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  davy::probe::OwnProbes probes;
  std::string_view text = davy::as_text({data, size});
  std::size_t lines = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    probes.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++lines;
  }
  if (probes.connections() > probes.events()) std::abort();
  if (probes.events() + probes.malformed() > lines + probes.events()) std::abort();
  for (const std::int64_t never : {std::int64_t{0}, std::int64_t{1}, INT64_MIN, INT64_MAX})
    if (probes.made(flow_of(41000, never))) std::abort();
  probes.made(flow_of(41000, 1'772'438'410'500'000'000));
  return 0;
}
