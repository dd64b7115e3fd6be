#include "app/sensor_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/sha256.hpp"

namespace davy::app {
namespace {

constexpr mode_t for_owner_only = 0600;

// Far fewer sensors than places: two names meet at one by a chance of one in 2^62.
off_t place_of(std::string_view sensor) {
  const Sha256 hash = sha256(sensor);
  std::uint64_t number = 0;
  std::memcpy(&number, hash.data(), sizeof number);
  return static_cast<off_t>(number >> 2);
}

}  // namespace

Result<SensorLock> SensorLock::take(const std::string& store_path, std::string_view sensor) {
  const std::string path = store_path + "-sensors";
  SensorLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, for_owner_only));
  if (lock.descriptor_ < 0) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  struct flock wanted{};
  wanted.l_type = F_WRLCK;
  wanted.l_whence = SEEK_SET;
  wanted.l_start = place_of(sensor);
  wanted.l_len = 1;
  if (::fcntl(lock.descriptor_, F_OFD_SETLK, &wanted) == 0) return lock;
  if (errno != EAGAIN && errno != EACCES)
    return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  return input_error(fmt::format(
      "{}: another davy watches this sensor into {}: end it, or give this one another name", sensor,
      store_path));
}

SensorLock::~SensorLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace davy::app
