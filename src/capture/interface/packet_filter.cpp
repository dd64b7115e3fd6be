#include "capture/interface/packet_filter.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <memory>

#include "base/late_library.hpp"

namespace davy::capture {
namespace {

constexpr int snapshot_octets = 262'144;  // libpcap's largest: the filter cuts nothing
constexpr LinkType raw_ip = 101;

// What we use of libpcap.
struct Pcap {
  decltype(&pcap_open_dead) open_dead = nullptr;
  decltype(&pcap_compile) compile = nullptr;
  decltype(&pcap_geterr) geterr = nullptr;
  decltype(&pcap_freecode) freecode = nullptr;
  decltype(&pcap_close) close = nullptr;
};

Result<Pcap> load() {
  auto library = LateLibrary::open("libpcap.so.0.8", "libpcap0.8");
  if (!library) return std::unexpected(library.error());
  Pcap pcap;
  const bool complete =
      library->find("pcap_open_dead", pcap.open_dead) &&
      library->find("pcap_compile", pcap.compile) && library->find("pcap_geterr", pcap.geterr) &&
      library->find("pcap_freecode", pcap.freecode) && library->find("pcap_close", pcap.close);
  if (!complete) return std::unexpected(library->missing());
  return pcap;
}

}  // namespace

Result<std::vector<sock_filter>> compile_filter(const std::string& expression, LinkType link_type) {
  std::vector<sock_filter> out;
  if (expression.empty()) return out;
  static const Result<Pcap> pcap = load();
  if (!pcap) return std::unexpected(pcap.error());
  const std::unique_ptr<pcap_t, void (*)(pcap_t*)> handle(
      pcap->open_dead(link_type == raw_ip ? DLT_RAW : DLT_EN10MB, snapshot_octets), pcap->close);
  if (!handle)
    return std::unexpected(Error{ErrorKind::internal, "libpcap has no memory for a filter"});
  bpf_program program{};
  if (pcap->compile(handle.get(), &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
    return usage_error(fmt::format("filter \"{}\": {}; pcap-filter(7) describes the words",
                                   expression, pcap->geterr(handle.get())));
  for (unsigned i = 0; i < program.bf_len; ++i) {
    const bpf_insn& step = program.bf_insns[i];
    out.push_back({.code = step.code, .jt = step.jt, .jf = step.jf, .k = step.k});
  }
  pcap->freecode(&program);
  return out;
}

}  // namespace davy::capture
