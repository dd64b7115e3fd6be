#include "capture/interface/packet_filter.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <memory>

namespace davy::capture {
namespace {

constexpr int snapshot_octets = 262'144;  // libpcap's largest: the filter cuts nothing
constexpr LinkType raw_ip = 101;

struct Close {
  void operator()(pcap_t* handle) const { pcap_close(handle); }
};

}  // namespace

Result<std::vector<sock_filter>> compile_filter(const std::string& expression, LinkType link_type) {
  std::vector<sock_filter> out;
  if (expression.empty()) return out;
  const std::unique_ptr<pcap_t, Close> handle(
      pcap_open_dead(link_type == raw_ip ? DLT_RAW : DLT_EN10MB, snapshot_octets));
  if (!handle)
    return std::unexpected(Error{ErrorKind::internal, "libpcap has no memory for a filter"});
  bpf_program program{};
  if (pcap_compile(handle.get(), &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
    return usage_error(fmt::format("filter \"{}\": {}; pcap-filter(7) describes the words",
                                   expression, pcap_geterr(handle.get())));
  for (unsigned i = 0; i < program.bf_len; ++i) {
    const bpf_insn& step = program.bf_insns[i];
    out.push_back({.code = step.code, .jt = step.jt, .jf = step.jf, .k = step.k});
  }
  pcap_freecode(&program);
  return out;
}

}  // namespace davy::capture
