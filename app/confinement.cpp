#include "app/confinement.hpp"

#include <cap-ng.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace davy::app {
namespace {

// Of the system: libraries, time zones, random numbers, what the kernel says of us. SQLite sorts in the temporary folders.
constexpr std::array system_readable{"/usr", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev"};
constexpr std::array system_writable{"/tmp", "/var/tmp", "/dev/null"};

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t files_only = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
// All of Landlock's first version; later ones add rights that this leaves alone.
constexpr std::uint64_t handled = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

Error failed(const char* what) {
  return {ErrorKind::internal, fmt::format("{}: {}", what, std::strerror(errno))};
}

class Ruleset {
 public:
  Ruleset() {
    const landlock_ruleset_attr attributes{.handled_access_fs = handled};
    descriptor_ =
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  }
  Ruleset(const Ruleset&) = delete;
  Ruleset& operator=(const Ruleset&) = delete;
  ~Ruleset() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  bool is_known() const { return descriptor_ >= 0; }
  void allow(const std::string& path, std::uint64_t rights) const {
    const int place = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    if (place < 0) return;
    struct stat about{};
    if (::fstat(place, &about) == 0 && !S_ISDIR(about.st_mode)) rights &= files_only;
    const landlock_path_beneath_attr rule{.allowed_access = rights, .parent_fd = place};
    ::syscall(SYS_landlock_add_rule, descriptor_, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    ::close(place);
  }
  bool enforce() const { return ::syscall(SYS_landlock_restrict_self, descriptor_, 0) == 0; }

 private:
  int descriptor_ = -1;
};

bool limit_files(const Confinement& confinement) {
  const Ruleset rules;
  if (!rules.is_known()) return false;
  for (const char* path : system_readable) rules.allow(path, reading);
  for (const char* path : system_writable) rules.allow(path, handled & ~LANDLOCK_ACCESS_FS_EXECUTE);
  for (const std::string& path : confinement.readable) rules.allow(path, reading);
  for (const std::string& path : confinement.writable)
    rules.allow(path, handled & ~LANDLOCK_ACCESS_FS_EXECUTE);
  return rules.enforce();
}

// LeakSanitizer looks at the program's own threads with ptrace when it ends.
constexpr bool is_for_leak_check(int call) {
#ifdef __SANITIZE_ADDRESS__
  return call == SCMP_SYS(ptrace);
#else
  static_cast<void>(call);
  return false;
#endif
}

bool limit_system_calls() {
  constexpr std::array refused{SCMP_SYS(execve),
                               SCMP_SYS(execveat),
                               SCMP_SYS(ptrace),
                               SCMP_SYS(process_vm_readv),
                               SCMP_SYS(process_vm_writev),
                               SCMP_SYS(mount),
                               SCMP_SYS(umount2),
                               SCMP_SYS(pivot_root),
                               SCMP_SYS(chroot),
                               SCMP_SYS(setns),
                               SCMP_SYS(unshare),
                               SCMP_SYS(init_module),
                               SCMP_SYS(finit_module),
                               SCMP_SYS(delete_module),
                               SCMP_SYS(kexec_load),
                               SCMP_SYS(kexec_file_load),
                               SCMP_SYS(bpf),
                               SCMP_SYS(perf_event_open),
                               SCMP_SYS(userfaultfd),
                               SCMP_SYS(keyctl),
                               SCMP_SYS(add_key),
                               SCMP_SYS(request_key),
                               SCMP_SYS(reboot),
                               SCMP_SYS(swapon),
                               SCMP_SYS(swapoff),
                               SCMP_SYS(acct),
                               SCMP_SYS(settimeofday),
                               SCMP_SYS(clock_settime),
                               SCMP_SYS(sethostname),
                               SCMP_SYS(open_by_handle_at)};
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                 seccomp_release);
  if (!filter) return false;
  for (const int call : refused)
    if (!is_for_leak_check(call)) seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0);
  return seccomp_load(filter.get()) == 0;
}

bool drop_capabilities(bool keeps_net_raw) {
  capng_clear(CAPNG_SELECT_BOTH);
  if (keeps_net_raw)
    capng_update(CAPNG_ADD, static_cast<capng_type_t>(CAPNG_EFFECTIVE | CAPNG_PERMITTED),
                 CAP_NET_RAW);
  // The bounding set needs CAP_SETPCAP, which a service under systemd has not; without new privileges it does not matter.
  return capng_apply(CAPNG_SELECT_CAPS) == 0;
}

}  // namespace

Result<std::vector<std::string>> confine(const Confinement& confinement) {
  std::vector<std::string> not_done;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return std::unexpected(failed("giving up new privileges"));
  if (!limit_files(confinement))
    not_done.emplace_back("this kernel has no Landlock: files are limited by permissions only");
  if (!limit_system_calls())
    not_done.emplace_back("this kernel has no seccomp filters: system calls are not limited");
  if (!drop_capabilities(confinement.keeps_net_raw))
    return std::unexpected(failed("giving up capabilities"));
  return not_done;
}

}  // namespace davy::app
