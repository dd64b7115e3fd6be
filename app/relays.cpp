#include "app/relays.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <random>

#include "app/relay_origin.hpp"
#include "app/wall_clock.hpp"
#include "app/watch_log.hpp"
#include "base/hex.hpp"

namespace davy::app {
namespace {

constexpr std::chrono::milliseconds look_at_stop{100};
constexpr int looks_a_second = 10;

// A share of a waiting time, so that not all who wait come back at once.
double share() {
  thread_local std::mt19937_64 numbers{std::random_device{}()};
  return std::uniform_real_distribution{0.0, 1.0}(numbers);
}

Result<std::string> mark_of(store::Store& store) {
  std::array<std::uint8_t, 6> octets{};
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1)
    return std::unexpected(Error{ErrorKind::internal, "no random octets from OpenSSL"});
  return relay::store_mark(store, to_hex(octets));
}

std::string folder_of(const std::string& path) {
  return std::filesystem::absolute(path).parent_path().string();
}

}  // namespace

relay::Origin relay_origin(std::function<bool()> stopped) {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return {.version = DAVY_VERSION,
          .host_name = host.data(),
          .process = ::getpid(),
          .stopped = std::move(stopped)};
}

Relays::Relays(const std::string& store_path) : lock_path_(store_path + ".relay-lock") {
  lock_ = ::open(lock_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

Result<std::unique_ptr<Relays>> Relays::open(const Config& config) {
  std::unique_ptr<Relays> relays(new Relays(config.store_path));
  if (config.outlets.empty()) return relays;
  if (relays->lock_ < 0) return input_error(fmt::format("{}: cannot be made", relays->lock_path_));
  std::signal(SIGPIPE, SIG_IGN);  // a receiver that goes away is an error, not the end
  for (const relay::Outlet& outlet : config.outlets) {
    auto carrier = relay::make_carrier(
        outlet, relay_origin([all = relays.get()] { return all->stopped_.load(); }));
    if (!carrier) return std::unexpected(carrier.error());
    auto store = store::Store::open(config.store_path);
    if (!store) return std::unexpected(store.error());
    auto mark = mark_of(*store);
    if (!mark) return std::unexpected(mark.error());
    auto sender = relay::Sender::open(std::move(*store), outlet, std::move(*carrier),
                                      std::move(*mark), wall_clock());
    if (!sender) return std::unexpected(sender.error());
    relays->senders_.push_back(std::make_unique<relay::Sender>(std::move(*sender)));
  }
  return relays;
}

bool Relays::holds_lock() {
  if (!is_held_ && ::flock(lock_, LOCK_EX | LOCK_NB) == 0) is_held_ = true;
  return is_held_;
}

bool Relays::step(relay::Sender& sender, relay::Urgency urgency, Told& told) {
  const std::string& name = sender.outlet().name;
  const auto step = sender.step(wall_clock, share(), urgency, [this] { return stopped_.load(); });
  if (!step) {
    if (!told.store_fails) tell(fmt::format("outlet {}: {}", name, step.error().message));
    told.store_fails = true;
    return false;
  }
  told.store_fails = false;
  if (step->recovered) tell(fmt::format("outlet {}: takes messages again", name));
  if (step->began_to_fail && !stopped_)
    tell(fmt::format("outlet {}: not sent, kept and tried again: {}", name, step->error));
  if (step->dropped > 0)
    tell(fmt::format("outlet {}: {} messages were given up: {}", name, step->dropped,
                     step->error.empty() ? "older than give_up_after_h" : step->error));
  return step->sent > 0 && step->is_done;
}

void Relays::run(relay::Sender& sender) {
  Told told;
  bool waits_told = false;
  while (!stopped_) {
    if (holds_lock())
      step(sender, relay::Urgency::when_due, told);
    else if (!std::exchange(waits_told, true))
      tell(fmt::format(
          "outlet {}: another davy watch tells what this store has; waiting for its end",
          sender.outlet().name));
    for (int i = 0; i < looks_a_second && !stopped_; ++i) std::this_thread::sleep_for(look_at_stop);
  }
}

void Relays::start() {
  for (const auto& sender : senders_)
    threads_.emplace_back([this, one = sender.get()] { run(*one); });
}

void Relays::stop() {
  stopped_ = true;
  threads_.clear();  // waits for each
  if (lock_ >= 0) ::close(lock_);
  lock_ = -1;
}

void Relays::flush() {
  if (senders_.empty()) return;
  if (!holds_lock()) return tell("outlets: left to the davy watch that runs on this store");
  for (const auto& sender : senders_) {
    Told told;
    while (step(*sender, relay::Urgency::now, told)) {
    }
  }
}

void allow_relays(const Config& config, Confinement& limits) {
  for (const relay::Outlet& outlet : config.outlets) {
    for (const std::string& path : {outlet.ca, outlet.certificate, outlet.key})
      if (!path.empty()) limits.readable.push_back(folder_of(path));
    if (!outlet.path.empty()) limits.writable.push_back(folder_of(outlet.path));
  }
}

}  // namespace davy::app
