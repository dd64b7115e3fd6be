#include "probe/memory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/limits.hpp"
#include "base/write_all.hpp"

namespace davy::probe {
namespace {

constexpr std::size_t line_octets_max = 256;

std::unexpected<Error> memory_error(const std::string& path, std::string_view what) {
  return usage_error(fmt::format("memory of probes {}: {}", path, what));
}

std::int64_t whole_seconds(Timestamp t) {
  return std::chrono::floor<std::chrono::seconds>(t.time_since_epoch()).count();
}

}  // namespace

Result<std::unique_ptr<Memory>> Memory::open(const std::string& path, bool to_write) {
  std::unique_ptr<Memory> memory(new Memory(path));
  if (to_write) {
    if (auto locked = memory->lock(); !locked) return std::unexpected(locked.error());
  }
  if (auto loaded = memory->load(); !loaded) return std::unexpected(loaded.error());
  return memory;
}

Memory::~Memory() {
  if (lock_file_ >= 0) ::close(lock_file_);
}

Result<void> Memory::lock() {
  std::error_code ignored;  // open() tells what is wrong, with the path that matters
  std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
  const std::string beside = path_ + ".lock";
  lock_file_ = ::open(beside.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_file_ < 0) return memory_error(path_, std::strerror(errno));
  if (::flock(lock_file_, LOCK_EX | LOCK_NB) != 0)
    return memory_error(path_, "another probe is running; there is one at a time");
  return {};
}

Result<void> Memory::load() {
  errno = 0;
  std::ifstream file(path_, std::ios::binary);
  if (!file) {
    if (errno == ENOENT) return {};
    return memory_error(path_, std::strerror(errno));
  }
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (number > limits::probe_memory_max) return memory_error(path_, "too many lines");
    if (line.size() > line_octets_max || !take_line(line))
      return memory_error(path_, fmt::format("line {} is not one of its lines", number));
  }
  return {};
}

Result<void> Memory::take_line(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  std::string_view endpoint, outcome;
  std::int64_t time_s = 0;
  const bool read = parser.parse(simdjson::padded_string(line)).get(object) == simdjson::SUCCESS &&
                    object["endpoint"].get(endpoint) == simdjson::SUCCESS &&
                    object["time_s"].get(time_s) == simdjson::SUCCESS &&
                    object["outcome"].get(outcome) == simdjson::SUCCESS;
  const auto where = parse_endpoint(endpoint);
  const auto what = outcome_named(outcome);
  constexpr std::int64_t time_s_max = 9'000'000'000;  // nanoseconds of it fit into 64 bits
  if (!read || !where || !what || time_s < 0 || time_s > time_s_max)
    return usage_error("not a line of it");
  endpoints_[*where] = {Timestamp{std::chrono::seconds{time_s}}, *what};
  return {};
}

std::optional<Remembered> Memory::asked(const Endpoint& endpoint, Timestamp now,
                                        Duration keep) const {
  const std::scoped_lock lock(mutex_);
  const auto found = endpoints_.find(endpoint);
  if (found == endpoints_.end()) return std::nullopt;
  const Duration least = std::max(keep, limits::probe_again_after);
  if (found->second.time <= now && now - found->second.time >= least) return std::nullopt;
  return found->second;
}

Result<void> Memory::note(const Endpoint& endpoint, Remembered what) {
  const std::scoped_lock lock(mutex_);
  if (lock_file_ < 0) return memory_error(path_, "opened to be read");
  endpoints_[endpoint] = what;
  forget_oldest();
  return save();
}

void Memory::forget_oldest() {
  if (endpoints_.size() <= limits::probe_memory_max) return;
  const auto oldest =
      std::ranges::min_element(endpoints_, {}, [](const auto& entry) { return entry.second.time; });
  endpoints_.erase(oldest);
}

Result<void> Memory::save() const {
  std::string text;
  for (const auto& [endpoint, what] : endpoints_) {
    text += fmt::format("{{\"endpoint\":\"{}\",\"time_s\":{},\"outcome\":\"{}\"}}\n",
                        to_string(endpoint), whole_seconds(what.time), name(what.outcome));
  }
  const std::string draft = path_ + ".new";
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return memory_error(path_, std::strerror(errno));
  bool done = write_all(file, text) && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  errno = reason;
  done = done && ::rename(draft.c_str(), path_.c_str()) == 0;
  if (!done) return memory_error(path_, std::strerror(errno));
  return {};
}

}  // namespace davy::probe
