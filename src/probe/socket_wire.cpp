#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "probe/wire.hpp"

namespace davy::probe {
namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t octets = 0;

  // The one place where socket addresses are taken for each other. NOLINTBEGIN(*-reinterpret-cast)
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  sockaddr_in& v4() { return reinterpret_cast<sockaddr_in&>(storage); }
  sockaddr_in6& v6() { return reinterpret_cast<sockaddr_in6&>(storage); }
  // NOLINTEND(*-reinterpret-cast)
};

SocketAddress socket_address(const Endpoint& endpoint) {
  SocketAddress out;
  if (endpoint.address.is_v4()) {
    out.v4().sin_family = AF_INET;
    out.v4().sin_port = htons(endpoint.port);
    std::memcpy(&out.v4().sin_addr, endpoint.address.octets.data() + 12, 4);
    out.octets = sizeof(sockaddr_in);
  } else {
    out.v6().sin6_family = AF_INET6;
    out.v6().sin6_port = htons(endpoint.port);
    std::memcpy(&out.v6().sin6_addr, endpoint.address.octets.data(), 16);
    out.octets = sizeof(sockaddr_in6);
  }
  return out;
}

int milliseconds_until(Deadline deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

bool wait_for(int socket, short events, Deadline deadline) {
  for (;;) {
    pollfd waiting{socket, events, 0};
    const int ready = ::poll(&waiting, 1, milliseconds_until(deadline));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

Error no_connection(std::string_view why) { return {ErrorKind::input, std::string(why)}; }

}  // namespace

Result<std::unique_ptr<SocketWire>> SocketWire::connect(const Endpoint& to,
                                                        const std::optional<IpAddress>& source,
                                                        Deadline deadline) {
  const int family = to.address.is_v4() ? AF_INET : AF_INET6;
  const int socket = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return std::unexpected(no_connection(std::strerror(errno)));
  std::unique_ptr<SocketWire> wire(new SocketWire(socket));
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (source) {
    SocketAddress from = socket_address({*source, 0});
    if (::bind(socket, from.get(), from.octets) != 0)
      return std::unexpected(no_connection(
          fmt::format("cannot speak from {}: {}", davy::to_string(*source), std::strerror(errno))));
  }
  SocketAddress there = socket_address(to);
  if (::connect(socket, there.get(), there.octets) == 0) return wire;
  if (errno != EINPROGRESS) return std::unexpected(no_connection(std::strerror(errno)));
  if (!wait_for(socket, POLLOUT, deadline))
    return std::unexpected(no_connection("no answer to the SYN"));
  int error = 0;
  socklen_t octets = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &octets);
  if (error != 0) return std::unexpected(no_connection(std::strerror(error)));
  return wire;
}

// With what is still unread in the buffer this is a reset, and the other end is rid of it at once.
SocketWire::~SocketWire() { ::close(socket_); }

bool SocketWire::send(Bytes octets, Deadline deadline) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      octets = octets.subspan(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for(socket_, POLLOUT, deadline)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

Received SocketWire::receive(std::span<std::uint8_t> buffer, Deadline deadline) {
  using enum Received::State;
  // Before the octets that may lie ready: a flood does not outlast the deadline.
  while (std::chrono::steady_clock::now() < deadline) {
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got > 0) return {octets, static_cast<std::size_t>(got)};
    if (got == 0) return {closed, 0};
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for(socket_, POLLIN, deadline)) return {timed_out, 0};
    } else if (errno != EINTR) {
      return {closed, 0};  // reset
    }
  }
  return {timed_out, 0};
}

Endpoint SocketWire::local() const {
  SocketAddress here;
  here.octets = sizeof here.storage;
  if (::getsockname(socket_, here.get(), &here.octets) != 0) return {};
  if (here.storage.ss_family == AF_INET6) {
    const sockaddr_in6& six = here.v6();
    return {IpAddress::v6(six.sin6_addr.s6_addr), ntohs(six.sin6_port)};
  }
  std::array<std::uint8_t, 4> four{};
  std::memcpy(four.data(), &here.v4().sin_addr, 4);
  return {IpAddress::v4(four.data()), ntohs(here.v4().sin_port)};
}

}  // namespace davy::probe
