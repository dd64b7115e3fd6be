#include "app/blocks.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iostream>
#include <ranges>
#include <thread>

#include "app/refuse.hpp"
#include "app/stop_on_signal.hpp"
#include "app/wall_clock.hpp"
#include "base/limits.hpp"
#include "flow/export/log_text.hpp"
#include "probe/chain_node.hpp"
#include "signal/intel/block_series.hpp"

namespace davy::app {
namespace {

using probe::BlockHead;
using probe::ChainNode;
using probe::NodeKind;
using std::chrono::steady_clock;

constexpr auto poll_every = std::chrono::milliseconds{250};
// Noted is the middle between the look that did not show a block and the one that did: with more than this between them
// nobody knows when it came.
constexpr Duration looks_apart_max = std::chrono::seconds{3};
// A block whose miner stamped it so long ago is one that the node is catching up with.
constexpr Duration old_block = std::chrono::hours{2};
constexpr int failures_max = 40;  // in a row, some ten seconds and the time-outs

Duration duration(double s) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s));
}

// Lines at the end of a file, or on standard output.
class Output {
 public:
  static Result<std::unique_ptr<Output>> open(const std::string& path) {
    std::unique_ptr<Output> output(new Output);
    if (!path.empty()) {
      errno = 0;
      output->file_.open(path, std::ios::binary | std::ios::app | std::ios::ate);
      if (!output->file_) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
    }
    if (path.empty() || output->file_.tellp() == std::streampos{0})
      output->write(signal::block_series_heading);
    return output;
  }
  void block(Timestamp time, std::string_view coin, std::uint64_t height, signal::BlockTime kind) {
    write(signal::block_series_line(time, coin, height, kind));
  }
  bool good() { return static_cast<bool>(stream()); }

 private:
  Output() = default;
  std::ostream& stream() { return file_.is_open() ? file_ : std::cout; }
  void write(std::string_view line) { stream() << line << std::flush; }
  std::ofstream file_;
};

Result<std::string> login_of(const std::string& path) {
  if (path.empty()) return {};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!file || !std::getline(file, line))
    return input_error(fmt::format("{}: {}", path, errno == 0 ? "empty" : std::strerror(errno)));
  if (line.ends_with('\r')) line.pop_back();
  if (line.find(':') == std::string::npos || line.size() > limits::text_field_octets_max * 2)
    return input_error(fmt::format("{}: its first line is no user:password", path));
  return line;
}

Result<ChainNode> node_of(const BlocksOptions& options) {
  auto place = probe::parse_node_url(options.from);
  if (!place) return std::unexpected(place.error());
  if (!options.allow_remote && !probe::is_loopback(place->endpoint.address)) {
    return usage_error(fmt::format("{}: not on this machine; --allow-remote if you run it, and may",
                                   options.from));
  }
  auto login = login_of(options.user_file);
  if (!login) return std::unexpected(login.error());
  const NodeKind kind = options.kind == "monerod" ? NodeKind::monerod : NodeKind::bitcoind;
  return ChainNode(std::move(*place), kind, std::move(*login), duration(options.timeout_s));
}

class Run {
 public:
  Run(const BlocksOptions& options, ChainNode& node, Output& output)
      : options_(options),
        node_(node),
        output_(output),
        coin_(!options.coin.empty()       ? options.coin
              : options.kind == "monerod" ? "XMR"
                                          : "BTC") {}

  int history(std::optional<Timestamp> since) {
    const auto heads =
        node_.last(options_.last == 0 ? limits::node_blocks_max : options_.last, since);
    if (!heads) return refuse(heads.error());
    for (const BlockHead& head : std::views::reverse(*heads))
      output_.block(head.stamped, coin_, head.height, signal::BlockTime::header);
    fmt::print(stderr, "davy: {} blocks, with the times that their miners wrote\n", heads->size());
    return end();
  }

  int watch() {
    const StopOnSignal stop;
    const auto until = steady_clock::now() + duration(options_.watch_for_s);
    auto known = look();
    if (!known) return refuse(known.error());
    fmt::print(stderr, "davy: watching {} from height {} on for {:.0f} s\n", options_.from,
               known->height, options_.watch_for_s);
    while (!stop.asked() && output_.good() && steady_clock::now() < until) {
      std::this_thread::sleep_for(poll_every);
      if (auto failed = next(*known)) return refuse(*failed);
    }
    fmt::print(stderr, "davy: {} blocks came; {} more at times that nobody knows, {} of old\n",
               noted_, unsure_, old_);
    return end();
  }

 private:
  Result<BlockHead> look() {
    auto head = node_.newest();
    if (head) last_look_ = wall_clock();
    return head;
  }

  // One look at the node; an error only where it goes on and on.
  std::optional<Error> next(BlockHead& known) {
    const auto hash = node_.best_hash();
    const Timestamp looked = wall_clock();
    if (!hash) {
      if (++failures_ == 1) fmt::print(stderr, "davy: {}; still trying\n", hash.error().message);
      return failures_ == failures_max ? std::optional{hash.error()} : std::nullopt;
    }
    failures_ = 0;
    if (*hash != known.hash) {
      auto head = node_.newest();
      if (!head) return std::nullopt;  // seen by the next look, which is later by as much
      note(*head, looked);
      known = std::move(*head);
    }
    last_look_ = looked;
    return std::nullopt;
  }

  void note(const BlockHead& head, Timestamp looked) {
    const Duration apart = looked - last_look_;
    if (looked - head.stamped > old_block) {
      ++old_;
    } else if (apart < Duration{0} || apart > looks_apart_max) {
      ++unsure_;
    } else {
      ++noted_;
      output_.block(last_look_ + apart / 2, coin_, head.height, signal::BlockTime::arrival);
    }
  }

  int end() {
    if (output_.good()) return 0;
    return refuse({ErrorKind::input, "the blocks could not be written"});
  }

  const BlocksOptions& options_;
  ChainNode& node_;
  Output& output_;
  const std::string coin_;
  Timestamp last_look_;
  int failures_ = 0;
  std::uint64_t noted_ = 0, unsure_ = 0, old_ = 0;
};

}  // namespace

int blocks(const BlocksOptions& options) {
  if (!options.watch && options.last == 0 && options.since.empty())
    return refuse({ErrorKind::usage, "say which blocks: --watch, --last N or --since TIME"});
  std::optional<Timestamp> since;
  if (!options.since.empty()) {
    const auto time = flow::log_time(options.since);
    if (!time) return refuse({ErrorKind::usage, fmt::format("--since {}: no time", options.since)});
    since = time->time;
  }
  auto node = node_of(options);
  if (!node) return refuse(node.error());
  const auto output = Output::open(options.output);
  if (!output) return refuse(output.error());
  Run run(options, *node, **output);
  return options.watch ? run.watch() : run.history(since);
}

}  // namespace davy::app
