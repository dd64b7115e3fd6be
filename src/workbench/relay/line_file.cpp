// A file of lines that others follow: EVE or ECS.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/write_all.hpp"
#include "workbench/relay/carrier.hpp"
#include "workbench/relay/message_text.hpp"

namespace davy::relay {
namespace {

constexpr std::size_t lines_at_once = 500;                   // one flush of the disk
constexpr std::size_t tail_octets = 64 * 1024;               // longer than any line
constexpr mode_t group_reads = S_IRUSR | S_IWUSR | S_IRGRP;  // a log shipper of davy's group

class LineFile : public Carrier {
 public:
  LineFile(const Outlet& outlet, std::string version)
      : outlet_(outlet), version_(std::move(version)) {}
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;
  ~LineFile() override { close(); }

  std::size_t batch_max() const override { return lines_at_once; }
  Delivery send(std::span<const Message> messages, Timestamp now) override;
  bool open();

 private:
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }
  bool was_moved() const;
  bool cut_torn_line();
  bool append(const std::string& text);
  void rotate();
  std::string numbered(unsigned number) const { return fmt::format("{}.{}", outlet_.path, number); }
  Delivery failed() const;

  Outlet outlet_;
  std::string version_;
  int file_ = -1;
};

// Moved or removed by a rotation that is not ours.
bool LineFile::was_moved() const {
  struct stat here{}, there{};
  return ::fstat(file_, &here) != 0 || ::stat(outlet_.path.c_str(), &there) != 0 ||
         here.st_ino != there.st_ino || here.st_dev != there.st_dev;
}

bool LineFile::open() {
  if (file_ >= 0 && !was_moved()) return true;
  close();
  file_ = ::open(outlet_.path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
                 group_reads);
  return file_ >= 0 && cut_torn_line();
}

// The end of the power can leave half of a line; its message was not settled, and comes again whole.
bool LineFile::cut_torn_line() {
  struct stat about{};
  if (::fstat(file_, &about) != 0) return false;
  if (!S_ISREG(about.st_mode) || about.st_size == 0) return true;
  const auto size = static_cast<std::size_t>(about.st_size);
  std::string tail(std::min(size, tail_octets), '\0');
  const auto from = static_cast<off_t>(size - tail.size());
  if (::pread(file_, tail.data(), tail.size(), from) != static_cast<ssize_t>(tail.size()))
    return false;
  if (tail.back() == '\n') return true;
  const std::size_t end = tail.rfind('\n');
  if (end == tail.npos && from > 0) return true;  // no file of ours: left as it is
  return ::ftruncate(file_, from + static_cast<off_t>(end + 1)) == 0;  // npos + 1 is 0
}

// All of it, or nothing.
bool LineFile::append(const std::string& text) {
  struct stat before{};
  if (::fstat(file_, &before) != 0) return false;
  if (write_all(file_, text) && (::fsync(file_) == 0 || errno == EINVAL)) return true;
  const int reason = errno;
  if (S_ISREG(before.st_mode) && ::ftruncate(file_, before.st_size) != 0) close();
  errno = reason;
  return false;
}

void LineFile::rotate() {
  struct stat about{};
  if (outlet_.rotate_octets == 0 || ::fstat(file_, &about) != 0) return;
  if (static_cast<std::uint64_t>(about.st_size) < outlet_.rotate_octets) return;
  if (outlet_.keep == 0) {
    ::unlink(outlet_.path.c_str());
  } else {
    for (unsigned number = outlet_.keep; number > 1; --number)
      ::rename(numbered(number - 1).c_str(), numbered(number).c_str());
    ::rename(outlet_.path.c_str(), numbered(1).c_str());
  }
  close();
}

Delivery LineFile::failed() const {
  return {.error = fmt::format("{}: {}", outlet_.path, std::strerror(errno))};
}

Delivery LineFile::send(std::span<const Message> messages, Timestamp now) {
  if (!open()) return failed();
  std::string lines;
  for (const Message& message : messages) {
    lines +=
        outlet_.format == LineFormat::eve ? eve_line(message) : ecs_line(message, now, version_);
    lines += '\n';
  }
  if (!append(lines)) return failed();
  rotate();
  return {.delivered = messages.size()};
}

}  // namespace

Result<std::unique_ptr<Carrier>> make_file(const Outlet& outlet, const Origin& origin) {
  auto file = std::make_unique<LineFile>(outlet, origin.version);
  if (!file->open()) return usage_error(fmt::format("{}: {}", outlet.path, std::strerror(errno)));
  return file;
}

}  // namespace davy::relay
