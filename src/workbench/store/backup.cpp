#include "workbench/store/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

namespace davy::store {
namespace {

struct Finish {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

Error failed_at(const std::string& path, std::string_view why) {
  return {ErrorKind::input,
          fmt::format("{}: the backup failed: {}; nothing was left there", path, why)};
}

// All pages in one step: a snapshot, where several steps would begin again whenever somebody writes in between.
Result<void> copy_into(Store& store, const std::string& path) {
  auto target = Database::open(path, Access::write);
  if (!target) return std::unexpected(target.error());
  std::unique_ptr<sqlite3_backup, Finish> backup(
      sqlite3_backup_init(target->raw(), "main", store.database().raw(), "main"));
  if (!backup) return std::unexpected(failed_at(path, sqlite3_errmsg(target->raw())));
  const int code = sqlite3_backup_step(backup.get(), -1);
  if (code == SQLITE_DONE) return {};
  return std::unexpected(failed_at(path, sqlite3_errstr(code)));
}

bool flush(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return false;
  const bool flushed = ::fsync(file) == 0;
  return ::close(file) == 0 && flushed;
}

Result<void> give_name(const std::string& part, const std::string& path) {
  if (!flush(part, O_RDONLY)) return std::unexpected(failed_at(path, std::strerror(errno)));
  // A link, unlike a renaming, never overwrites; some file systems have none.
  const bool named = ::link(part.c_str(), path.c_str()) == 0 ||
                     (errno != EEXIST && ::rename(part.c_str(), path.c_str()) == 0);
  if (!named) return std::unexpected(failed_at(path, std::strerror(errno)));
  const std::string folder = std::filesystem::path(path).parent_path().string();
  flush(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  return {};
}

}  // namespace

Result<void> back_up(Store& store, const std::string& path) {
  std::error_code none;
  if (std::filesystem::exists(path, none))
    return input_error(fmt::format("{}: is there already; name a new file for the backup", path));
  const std::string part = path + ".part";
  std::filesystem::remove(part, none);
  auto done = copy_into(store, part);
  if (done) done = give_name(part, path);
  for (const char* end : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(part + end, none);
  return done;
}

Result<CheckReport> check_backup(const std::string& path) {
  auto store = Store::open(path, Access::unchanged);
  if (!store) return std::unexpected(store.error());
  return check(*store);
}

}  // namespace davy::store
