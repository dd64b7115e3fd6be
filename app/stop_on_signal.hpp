// While it lives, SIGINT and SIGTERM end what goes on and not the program: what came so far is still used.
//
// Threads: one at a time in a program.
#pragma once

#include <array>
#include <csignal>

namespace davy::app {

class StopOnSignal {
 public:
  StopOnSignal();
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  bool asked() const;

 private:
  std::array<struct sigaction, 2> before_{};
};

}  // namespace davy::app
