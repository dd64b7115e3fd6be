#include "workbench/api/connection_guard.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <optional>

namespace davy::api {
namespace {

using Peer = ConnectionGuard::Peer;

std::optional<Peer> named(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return Peer{text.data(), ntohs(v4.sin_port)};
  }
  if (address.ss_family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  return Peer{text.data(), ntohs(v6.sin6_port)};
}

template <int (*ask)(int, sockaddr*, socklen_t*)>
std::optional<Peer> end_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (ask(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return std::nullopt;
  return named(address);
}

// Who is at the other end of a descriptor that is a connection of the server's.
std::optional<Peer> peer_of(int descriptor, int own_port) {
  const auto own = end_of<::getsockname>(descriptor);
  if (!own || own->second != own_port) return std::nullopt;
  return end_of<::getpeername>(descriptor);
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

template <class Each>
void each_connection(int own_port, Each each) {
  for (int descriptor = 0; descriptor < descriptors_max; ++descriptor)
    if (const auto peer = peer_of(descriptor, own_port)) each(descriptor, *peer);
}

}  // namespace

void ConnectionGuard::asked(const Peer& peer) {
  const std::lock_guard lock(mutex_);
  connections_[peer].busy = true;
}

void ConnectionGuard::answered(const Peer& peer, Time now) {
  const std::lock_guard lock(mutex_);
  connections_[peer] = {.since = now, .busy = false};
}

void ConnectionGuard::cut(const Peer& peer, int own_port) {
  each_connection(own_port, [&](int descriptor, const Peer& other) {
    if (other == peer) ::shutdown(descriptor, SHUT_RDWR);
  });
}

std::size_t ConnectionGuard::look(int own_port, Time now) {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  std::map<std::string, std::size_t> by_address;
  for (auto& [peer, connection] : connections_) connection.there = false;
  each_connection(own_port, [&](int descriptor, const Peer& peer) {
    Connection& connection = connections_.try_emplace(peer, Connection{.since = now}).first->second;
    connection.there = true;
    const std::size_t most =
        is_loopback(peer.first) ? connections_of_loopback : connections_of_address;
    const bool is_late = !connection.busy && now - connection.since > request_patience;
    if (++by_address[peer.first] <= most && !is_late) return;
    ::shutdown(descriptor, SHUT_RDWR);
    ++count;
  });
  std::erase_if(connections_, [](const auto& one) { return !one.second.there; });
  return count;
}

}  // namespace davy::api
