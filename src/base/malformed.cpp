#include "base/malformed.hpp"

#include <numeric>

namespace davy {
namespace {

constexpr std::array<std::string_view, malformed_reasons> names{"capture_record_length",
                                                                "capture_block",
                                                                "capture_cut",
                                                                "capture_trailing",
                                                                "capture_compression",
                                                                "link_type",
                                                                "link_header",
                                                                "ip_header",
                                                                "ip_fragment",
                                                                "transport_header",
                                                                "nesting",
                                                                "stream_gap",
                                                                "stream_overlap",
                                                                "stream_overflow",
                                                                "json",
                                                                "json_bound",
                                                                "http",
                                                                "websocket",
                                                                "compression",
                                                                "binary_frame",
                                                                "name",
                                                                "export_message",
                                                                "export_template",
                                                                "export_no_template",
                                                                "export_sequence",
                                                                "export_time",
                                                                "log_line"};
static_assert(!names.back().empty(), "every reason has a name");

}  // namespace

std::string_view name(Malformed reason) { return names[static_cast<std::size_t>(reason)]; }

void MalformedCounts::add(const MalformedCounts& other) {
  for (std::size_t i = 0; i < malformed_reasons; ++i) counts_[i] += other.counts_[i];
}

std::uint64_t MalformedCounts::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

}  // namespace davy
