#include "capture/interface/interface.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "capture/interface/packet_filter.hpp"

namespace davy::capture {
namespace {

constexpr int wait_ms = 100;
constexpr LinkType ethernet = 1, raw_ip = 101;  // LINKTYPE_*

std::string reason() { return std::strerror(errno); }

ifreq request_of(const std::string& name) {
  ifreq request{};
  name.copy(request.ifr_name, sizeof request.ifr_name - 1);
  return request;
}

bool is_on(int descriptor, const std::string& name) {
  ifreq request = request_of(name);
  return ::ioctl(descriptor, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP) != 0;
}

// What its frames begin with; 0: something that we do not read.
LinkType link_type_of(int hardware) {
  if (hardware == ARPHRD_ETHER || hardware == ARPHRD_LOOPBACK) return ethernet;
  const bool bare = hardware == ARPHRD_NONE || hardware == ARPHRD_PPP ||
                    hardware == ARPHRD_TUNNEL || hardware == ARPHRD_TUNNEL6 ||
                    hardware == ARPHRD_SIT;
  return bare ? raw_ip : LinkType{0};
}

Result<void> attach(int descriptor, std::vector<sock_filter> program) {
  if (program.empty()) return {};
  const sock_fprog filter{.len = static_cast<unsigned short>(program.size()),
                          .filter = program.data()};
  if (::setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0)
    return input_error(fmt::format("the kernel refuses the filter: {}", reason()));
  return {};
}

std::int64_t steady_s() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<Interface> Interface::open(const InterfaceOptions& options) {
  // Of protocol 0 nothing comes before filter and ring are there.
  Descriptor descriptor{::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)};
  if (descriptor.number < 0)
    return input_error(
        fmt::format("{}: {}; capturing needs CAP_NET_RAW (the systemd unit gives it; else: setcap "
                    "cap_net_raw+ep, or root)",
                    options.name, reason()));
  ifreq request = request_of(options.name);
  if (options.name.size() >= IFNAMSIZ || ::ioctl(descriptor.number, SIOCGIFHWADDR, &request) != 0)
    return input_error(
        fmt::format("{}: no such interface; `ip link` lists those that there are", options.name));
  const int hardware = request.ifr_hwaddr.sa_family;
  const LinkType link_type = link_type_of(hardware);
  if (link_type == 0)
    return input_error(
        fmt::format("{}: its frames are of hardware type {}, which davy does not read; watch an "
                    "Ethernet or IP interface",
                    options.name, hardware));
  auto program = compile_filter(options.filter, link_type);
  if (!program) return std::unexpected(program.error());
  if (auto done = attach(descriptor.number, std::move(*program)); !done)
    return std::unexpected(done.error());
  auto ring = PacketRing::open(descriptor.number, options.ring_octets);
  if (!ring) return input_error(fmt::format("{}: {}", options.name, ring.error().message));
  Interface interface(options, std::exchange(descriptor.number, -1), std::move(*ring));
  interface.link_type_ = link_type;
  interface.is_loopback_ = hardware == ARPHRD_LOOPBACK;
  if (auto bound = interface.bind(); !bound) return std::unexpected(bound.error());
  interface.up_ = is_on(interface.descriptor_, options.name);
  return interface;
}

Interface::Interface(Interface&& other) noexcept
    : options_(std::move(other.options_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      ring_(std::move(other.ring_)),
      link_type_(other.link_type_),
      is_loopback_(other.is_loopback_),
      up_(other.up_),
      index_(other.index_),
      looked_s_(other.looked_s_),
      counts_(other.counts_),
      malformed_(other.malformed_) {}

Interface::~Interface() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> Interface::bind() {
  const auto index = static_cast<int>(::if_nametoindex(options_.name.c_str()));
  sockaddr_ll place{};
  place.sll_family = AF_PACKET;
  place.sll_protocol = htons(ETH_P_ALL);
  place.sll_ifindex = index;
  if (index == 0 ||
      ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0)
    return input_error(fmt::format("{}: {}", options_.name, reason()));
  index_ = index;
  packet_mreq all{};
  all.mr_ifindex = index;
  all.mr_type = PACKET_MR_PROMISC;
  ::setsockopt(descriptor_, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all);
  if (options_.fanout_group == 0) return {};
  const int how = options_.fanout_group | (PACKET_FANOUT_HASH | PACKET_FANOUT_FLAG_DEFRAG) << 16;
  if (::setsockopt(descriptor_, SOL_PACKET, PACKET_FANOUT, &how, sizeof how) != 0)
    return input_error(
        fmt::format("{}: sharing packets between threads: {}; threads = 1 goes without",
                    options_.name, reason()));
  return {};
}

// An interface that went away gives nothing; one of its name may have come back with another number.
void Interface::look_after() {
  const std::int64_t now_s = steady_s();
  if (now_s == looked_s_) return;
  looked_s_ = now_s;
  const auto index = static_cast<int>(::if_nametoindex(options_.name.c_str()));
  if (index != 0 && index != index_ && !bind()) index_ = 0;
  up_ = index != 0 && index == index_ && is_on(descriptor_, options_.name);
}

bool Interface::fill(PacketBlock& block) {
  block.packets.clear();
  ring_.give_back();
  look_after();
  if (!ring_.has_next()) {
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&waiting, 1, wait_ms);
    if (ready > 0 && (waiting.revents & POLLERR) != 0) {
      int error = 0;  // read, so that the next poll waits
      socklen_t size = sizeof error;
      ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (!ring_.has_next()) return true;
  }
  ring_.next(link_type_, is_loopback_, block.packets);
  return true;
}

// The kernel forgets its counts when they are read.
InterfaceCounts Interface::counts() {
  tpacket_stats_v3 fresh{};
  socklen_t size = sizeof fresh;
  if (::getsockopt(descriptor_, SOL_PACKET, PACKET_STATISTICS, &fresh, &size) == 0) {
    counts_.packets += fresh.tp_packets;
    counts_.dropped += fresh.tp_drops;
  }
  return counts_;
}

}  // namespace davy::capture
