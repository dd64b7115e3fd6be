#include "app/stop_on_signal.hpp"

namespace davy::app {
namespace {

volatile std::sig_atomic_t stop_asked = 0;
void ask_stop(int) { stop_asked = 1; }

}  // namespace

StopOnSignal::StopOnSignal() {
  struct sigaction action{};
  action.sa_handler = ask_stop;
  stop_asked = 0;
  sigaction(SIGINT, &action, &before_[0]);
  sigaction(SIGTERM, &action, &before_[1]);
}

StopOnSignal::~StopOnSignal() {
  sigaction(SIGINT, &before_[0], nullptr);
  sigaction(SIGTERM, &before_[1], nullptr);
}

bool StopOnSignal::asked() const { return stop_asked != 0; }

}  // namespace davy::app
