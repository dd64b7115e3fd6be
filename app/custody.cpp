#include "app/custody.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>

#include "app/refuse.hpp"
#include "app/state_file.hpp"
#include "app/wall_clock.hpp"
#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "base/write_all.hpp"
#include "workbench/custody/audit_export.hpp"
#include "workbench/report/utf8.hpp"
#include "workbench/store/check.hpp"

namespace davy::app {
namespace {

constexpr std::size_t config_octets_max = 1024 * 1024;

std::string login() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : fmt::format("uid {}", ::getuid());
}

// What the one who hands it over tells the receiver.
void tell(const SealOptions& options, const custody::Sealed& sealed,
          const custody::SigningKey& key) {
  fmt::print("{}: {}\n  {} octets, SHA-256 {}\n  signed by the key {}\n  audit log: entry {}, {}\n",
             options.output_path, sealed.about, sealed.octets.size(), to_hex(sha256(sealed.octets)),
             key.public_key().fingerprint(), sealed.head.id, to_hex(sealed.head.hash));
}

}  // namespace

Result<std::string> configuration(const std::string& path) {
  if (path.empty()) return std::string{};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.str().empty())
    return input_error(fmt::format("{}: {}", path, errno == 0 ? "empty" : std::strerror(errno)));
  if (text.str().size() > config_octets_max)
    return input_error(fmt::format("{}: larger than 1 MiB: no configuration", path));
  return text.str();
}

Result<custody::SigningKey> signing_key(const std::string& path) {
  if (!path.empty()) return custody::SigningKey::load(path);
  const auto usual = state_file("signing.key");
  if (!usual)
    return input_error("no place for the signing key: set HOME, or name a file with --key");
  return custody::SigningKey::load_or_create(*usual);
}

Result<void> must_be_new(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) return {};
  return input_error(fmt::format("{}: is there already: name another file", path));
}

Result<store::Store> open_existing(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0)
    return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  return store::Store::open(path);
}

std::string acting_login(const std::string& by) {
  return report::valid_utf8(by.empty() ? login() : by);
}

custody::Maker maker(const SealOptions& options) {
  return {.version = DAVY_VERSION, .by = acting_login(options.by), .now = wall_clock()};
}

Result<void> write_new_file(const std::string& path, std::string_view octets) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    const bool is_there = errno == EEXIST;
    return input_error(fmt::format(
        "{}: {}", path, is_there ? "is there already: name another file" : std::strerror(errno)));
  }
  const bool written = write_all(file, octets) && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  if (written) return {};
  ::unlink(path.c_str());
  return input_error(fmt::format("{}: {}", path, std::strerror(reason)));
}

int seal_evidence(const SealOptions& options) {
  const auto key = signing_key(options.key_path);
  if (!key) return refuse(key.error());
  const auto config = configuration(options.config_path);
  if (!config) return refuse(config.error());
  if (auto is_new = must_be_new(options.output_path); !is_new) return refuse(is_new.error());
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto sealed =
      custody::evidence_bundle(*store, options.case_id, maker(options), *config, *key);
  if (!sealed) return refuse(sealed.error());
  if (!*sealed)
    return refuse(
        {ErrorKind::input, fmt::format("{} has no case {}", options.store_path, options.case_id)});
  if (auto written = write_new_file(options.output_path, (*sealed)->octets); !written)
    return refuse(written.error());
  tell(options, **sealed, *key);
  return 0;
}

int export_audit(const SealOptions& options) {
  const auto key = signing_key(options.key_path);
  if (!key) return refuse(key.error());
  if (auto is_new = must_be_new(options.output_path); !is_new) return refuse(is_new.error());
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto out = custody::audit_export(*store, maker(options), *key);
  if (!out) return refuse(out.error());
  if (auto written = write_new_file(options.output_path, out->sealed.octets); !written)
    return refuse(written.error());
  tell(options, out->sealed, *key);
  if (out->problem.empty()) return 0;
  fmt::print("  the log does not hold: {}\n", out->problem);
  return 1;
}

int check_store(const SealOptions& options) {
  auto store = store::Store::open(options.store_path, store::Access::read);
  if (!store) return refuse(store.error());
  const auto report = store::check(*store);
  if (!report) return refuse(report.error());
  for (const std::string& problem : report->problems)
    fmt::print("{}: {}\n", options.store_path, problem);
  if (!report->problems.empty()) return 1;
  fmt::print("{}: whole: form {}, {} entries in the audit log\n", options.store_path, report->form,
             report->audit_entries);
  return 0;
}

}  // namespace davy::app
