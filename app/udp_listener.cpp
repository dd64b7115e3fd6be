#include "app/udp_listener.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

#include "app/stop_on_signal.hpp"
#include "app/wall_clock.hpp"

namespace davy::app {
namespace {

constexpr int receive_buffer_octets = 32 * 1024 * 1024;  // of the kernel: bursts of many exporters
constexpr std::size_t datagram_octets_max = 65'535;
constexpr int look_up_ms = 200;  // between looks at the clock and at signals
constexpr int at_once = 4096;    // datagrams, then the clock is looked at again
// 32 MiB of the kernel's room hold no more datagrams than that: it counts some 700 octets for the smallest.
constexpr int last_looks = 16;

struct Place {
  IpAddress address;
  std::uint16_t port = 0;
};

std::optional<Place> parse_place(std::string_view text) {
  constexpr std::string_view scheme = "udp://";
  if (!text.starts_with(scheme)) return std::nullopt;
  text.remove_prefix(scheme.size());
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto address = parse_ip_address(host);
  const std::string_view digits = text.substr(colon + 1);
  Place place;
  const auto [end, failed] =
      std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
  if (!address || failed != std::errc{} || end != digits.data() + digits.size())
    return std::nullopt;
  place.address = *address;
  return place;
}

sockaddr_in6 socket_address(const Place& place) {
  sockaddr_in6 out{};
  out.sin6_family = AF_INET6;
  out.sin6_port = htons(place.port);
  std::memcpy(&out.sin6_addr, place.address.octets.data(), place.address.octets.size());
  return out;
}

std::uint32_t dropped_by_kernel(msghdr& message) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_RXQ_OVFL) continue;
    std::uint32_t count = 0;
    std::memcpy(&count, CMSG_DATA(c), sizeof count);
    return count;
  }
  return 0;
}

}  // namespace

Result<UdpListener> UdpListener::open(const std::string& address) {
  const auto place = parse_place(address);
  if (!place) {
    return usage_error(
        fmt::format("{}: not of the form udp://ADDRESS:PORT, like udp://127.0.0.1:2055", address));
  }
  // One kind of socket for both: IPv4 as mapped addresses, as everywhere here.
  UdpListener listener(::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int off = 0, on = 1;
  ::setsockopt(listener.descriptor_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  ::setsockopt(listener.descriptor_, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
  // Beyond the system's bound only for root; less is better than nothing.
  if (::setsockopt(listener.descriptor_, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer_octets,
                   sizeof receive_buffer_octets) != 0)
    ::setsockopt(listener.descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_octets,
                 sizeof receive_buffer_octets);
  const sockaddr_in6 name = socket_address(*place);
  if (::bind(listener.descriptor_, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
    return input_error(fmt::format("{}: {}; is another collector there, or the address elsewhere?",
                                   address, std::strerror(errno)));
  }
  return listener;
}

UdpListener::UdpListener(UdpListener&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), dropped_(other.dropped_) {}
UdpListener::~UdpListener() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void UdpListener::receive(Duration duration, bool quiet, const TakeDatagram& take) {
  const StopOnSignal stop;
  sockaddr_in6 name{};
  socklen_t size = sizeof name;
  ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&name), &size);
  if (!quiet)
    fmt::print(stderr, "davy: listening on UDP port {} for {:.0f} s\n", ntohs(name.sin6_port),
               seconds(duration));
  const auto until = std::chrono::steady_clock::now() + duration;
  while (!stop.asked() && std::chrono::steady_clock::now() < until) {
    receive_some(look_up_ms, take);
  }
  // What lies in the kernel was in time; more comes meanwhile, but the kernel's room has an end.
  for (int i = 0; i < last_looks && take_waiting(take); ++i) {
  }
}

void UdpListener::receive_some(int wait_ms, const TakeDatagram& take) {
  pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, wait_ms) > 0) take_waiting(take);
}

// True: there may be more.
bool UdpListener::take_waiting(const TakeDatagram& take) {
  static thread_local std::array<std::uint8_t, datagram_octets_max> room;
  for (int i = 0; i < at_once; ++i) {
    sockaddr_in6 sender{};
    std::array<std::uint8_t, 64> control{};
    iovec piece{.iov_base = room.data(), .iov_len = room.size()};
    msghdr message{};
    message.msg_name = &sender;
    message.msg_namelen = sizeof sender;
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t got = ::recvmsg(descriptor_, &message, 0);
    if (got < 0) return false;
    if (const std::uint32_t count = dropped_by_kernel(message); count > 0) dropped_ = count;
    IpAddress from;
    std::memcpy(from.octets.data(), &sender.sin6_addr, from.octets.size());
    take(Bytes{room}.first(static_cast<std::size_t>(got)), from, wall_clock());
  }
  return true;
}

}  // namespace davy::app
