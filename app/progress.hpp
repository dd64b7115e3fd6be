// A progress bar on standard error, where a person watches and the input is long.
//
// Threads: one caller at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace davy::app {

class ProgressBar {
 public:
  // Draws nothing if standard error is no terminal, or `quiet`.
  ProgressBar(std::string name, std::optional<std::uint64_t> total_octets, bool quiet);
  ~ProgressBar();  // wipes the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void at(std::uint64_t octets);

 private:
  std::string name_;
  std::optional<std::uint64_t> total_octets_;
  bool active_ = false;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point last_drawn_;
};

}  // namespace davy::app
