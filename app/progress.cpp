#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace davy::app {
namespace {

constexpr auto first_after = std::chrono::milliseconds{700};  // short work shows nothing
constexpr auto redraw_every = std::chrono::milliseconds{200};
constexpr std::size_t bar_columns = 30;

}  // namespace

ProgressBar::ProgressBar(std::string name, std::optional<std::uint64_t> total_octets, bool quiet)
    : name_(std::move(name)),
      total_octets_(total_octets),
      active_(!quiet && isatty(STDERR_FILENO) == 1),
      begun_(std::chrono::steady_clock::now()),
      last_drawn_(begun_ + first_after - redraw_every) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::at(std::uint64_t octets) {
  if (!active_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_drawn_ < redraw_every) return;
  last_drawn_ = now;
  drawn_ = true;
  const double elapsed_s = std::chrono::duration<double>(now - begun_).count();
  const double done = static_cast<double>(octets);
  std::string line =
      fmt::format("\r\033[K{} {:.0f} MB, {:.0f} MB/s", name_, done / 1e6, done / 1e6 / elapsed_s);
  if (total_octets_ && *total_octets_ > 0) {
    const double share = std::min(1.0, done / static_cast<double>(*total_octets_));
    const auto filled = static_cast<std::size_t>(share * bar_columns);
    line =
        fmt::format("\r\033[K{} [{}{}] {:.0f} %, {:.0f} MB/s, {:.0f} s left", name_,
                    std::string(filled, '#'), std::string(bar_columns - filled, '.'), share * 100,
                    done / 1e6 / elapsed_s, share > 0 ? elapsed_s * (1 - share) / share : 0.0);
  }
  std::fputs(line.c_str(), stderr);
}

}  // namespace davy::app
