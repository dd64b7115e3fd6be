// Tells others what the store has: a thread for each outlet of the configuration; and `davy relay`.
//
// Shape:   one program at a time tells what a store has: a lock beside the store says so, and another one waits for it. Secrets are
//          read and files opened by open(), before the program gives up what it does not need.
// Errors:  open() fails with one line. Later ones are told when they begin and when they end, and tried again.
// Bounds:  relay::outlets_max threads.
// Threads: open(), start(), flush(), stop() are one owner's.
#pragma once

#include <CLI/CLI.hpp>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/config.hpp"
#include "app/confinement.hpp"
#include "workbench/relay/sender.hpp"

namespace davy::app {

class Relays {
 public:
  static Result<std::unique_ptr<Relays>> open(const Config& config);
  ~Relays() { stop(); }

  void start();
  void stop();
  // All that is there now, without waiting between tries: for a program that ends then.
  void flush();

 private:
  struct Told {
    std::uint64_t dropped = 0;
    bool store_fails = false;
  };
  explicit Relays(const std::string& store_path);
  bool holds_lock();
  void run(relay::Sender& sender);
  // Whether something was sent, and nothing failed.
  bool step(relay::Sender& sender, relay::Urgency urgency, Told& told);

  std::string lock_path_;
  int lock_ = -1;
  std::atomic<bool> is_held_ = false;
  std::atomic<bool> stopped_ = false;
  std::vector<std::unique_ptr<relay::Sender>> senders_;
  std::vector<std::jthread> threads_;
};

// What the senders still need of the file system.
void allow_relays(const Config& config, Confinement& limits);

struct RelayOptions {
  std::string config_path;
  std::string outlet;  // "": all
};
struct RelayCommands {
  RelayOptions options;
  CLI::App* test_command = nullptr;
  CLI::App* status_command = nullptr;
  CLI::App* forget_command = nullptr;

  explicit RelayCommands(CLI::App& app);
  std::optional<int> run() const;  // nothing where another command was given
};

}  // namespace davy::app
