#include "app/watched_folder.hpp"

#include <algorithm>
#include <filesystem>

#include "base/limits.hpp"

namespace davy::app {
namespace {

namespace fs = std::filesystem;

bool is_left_alone(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp");
}

std::optional<WatchedFile> file_at(const fs::directory_entry& entry) {
  std::error_code failed;
  if (!entry.is_regular_file(failed) || failed || is_left_alone(entry.path())) return std::nullopt;
  const auto octets = entry.file_size(failed);
  if (failed) return std::nullopt;
  const auto changed = entry.last_write_time(failed);
  if (failed) return std::nullopt;
  return WatchedFile{entry.path().string(), static_cast<std::int64_t>(octets),
                     changed.time_since_epoch().count()};
}

bool same(const WatchedFile& a, const WatchedFile& b) {
  return a.octets == b.octets && a.changed_ns == b.changed_ns;
}

Result<bool> is_known(store::Store& store, const std::string& sensor, const WatchedFile& file) {
  const auto known = store.database().integer(
      "SELECT 1 FROM watched_file WHERE sensor = ? AND path = ? AND octets = ? AND changed_ns = ?",
      sensor, file.path, file.octets, file.changed_ns);
  if (!known) return std::unexpected(known.error());
  return known->has_value();
}

}  // namespace

Result<WatchedFolder::Look> WatchedFolder::look(store::Store& store, bool settled) {
  Look look;
  std::map<std::string, WatchedFile> now;
  std::error_code failed;
  for (fs::recursive_directory_iterator it(path_, fs::directory_options::skip_permission_denied,
                                           failed);
       !failed && it != fs::end(it); it.increment(failed)) {
    const auto file = file_at(*it);
    if (!file) continue;
    if (now.size() < limits::watched_files_max)
      now.emplace(file->path, *file);
    else
      ++look.left_out;
  }
  look.readable = !failed;
  for (const auto& [path, file] : now) {
    const auto before = before_.find(path);
    if (!settled && (before == before_.end() || !same(before->second, file))) continue;
    look.whole.push_back(file);
    const auto known = is_known(store, sensor_, file);
    if (!known) return std::unexpected(known.error());
    if (!*known) look.fresh.push_back(file);
  }
  before_ = std::move(now);
  return look;
}

Result<void> WatchedFolder::remember(store::Store& store, const std::vector<WatchedFile>& files,
                                     Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  for (const WatchedFile& file : files) {
    const auto done = store.database().run(
        "INSERT OR REPLACE INTO watched_file (sensor, path, octets, changed_ns, read_ns) "
        "VALUES (?, ?, ?, ?, ?)",
        sensor_, file.path, file.octets, file.changed_ns, store::ns(now));
    if (!done) return std::unexpected(done.error());
  }
  return transaction->commit();
}

}  // namespace davy::app
