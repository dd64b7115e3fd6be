// Messages of NetFlow v5, v9 and IPFIX, each behind two octets of length, to one collector; then the same messages back to
// back as a file, whole and a few octets at a time. Every record is accounted for, every flow makes sense, every bound holds.
#include "export_checks.hpp"
#include "flow/export/export_file.hpp"
#include "flow/export/export_watch.hpp"

namespace davy::flow {
namespace {

struct FileRead {
  CheckingSink sink;
  Collector collector{sink};
  std::uint64_t messages = 0;
  std::uint64_t skipped = 0;
};

void read_file(const std::vector<std::uint8_t>& octets, std::size_t at_a_time, FileRead& out) {
  std::size_t at = 0;
  ExportFile file(
      [&](std::span<std::uint8_t> to) {
        const std::size_t count = std::min({at_a_time, to.size(), octets.size() - at});
        std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(at), count, to.begin());
        at += count;
        return count;
      },
      out.collector, IpAddress{});
  while (file.next()) {
  }
  require(at == octets.size());
  out.messages = file.messages();
  out.skipped = file.skipped_octets();
  require(out.skipped <= octets.size() && out.messages <= octets.size() / 16 + 1);
  check(out.collector, out.sink);
}

}  // namespace
}  // namespace davy::flow

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  const std::vector<std::uint8_t> messages = hear_messages({data, size});
  begins_as_export_file(messages);
  if (const auto kind = whole_export_message(messages)) require(kind == export_kind(messages));
  FileRead whole, slowly;
  read_file(messages, messages.size() + 1, whole);
  read_file(messages, 61, slowly);
  require(whole.messages == slowly.messages && whole.skipped == slowly.skipped);
  require(whole.sink.flows == slowly.sink.flows);
  require(whole.collector.malformed().total() == slowly.collector.malformed().total());
  return 0;
}
