#include "app/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace davy::app {

ServiceManager::ServiceManager() {
  const char* const path = std::getenv("NOTIFY_SOCKET");
  sockaddr_un name{};
  if (path == nullptr || std::strlen(path) >= sizeof name.sun_path) return;
  name.sun_family = AF_UNIX;
  const std::size_t octets = std::strlen(path);
  std::memcpy(name.sun_path, path, octets);
  if (path[0] == '@') name.sun_path[0] = '\0';  // of the abstract name space
  descriptor_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + octets);
  if (descriptor_ >= 0 &&
      ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&name), size) != 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
}

ServiceManager::~ServiceManager() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void ServiceManager::say(std::string_view state) const {
  if (descriptor_ >= 0) (void)::send(descriptor_, state.data(), state.size(), MSG_NOSIGNAL);
}

}  // namespace davy::app
