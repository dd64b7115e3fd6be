// Tells systemd how a service does, where it was started by it: sd_notify(3).
//
// Errors:  none: who does not listen misses nothing.
// Threads: one owner.
#pragma once

#include <string_view>

namespace davy::app {

class ServiceManager {
 public:
  ServiceManager();
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;
  ~ServiceManager();

  void ready() const { say("READY=1"); }
  void alive() const { say("WATCHDOG=1"); }  // more often than WatchdogSec
  void stopping() const { say("STOPPING=1"); }

 private:
  void say(std::string_view state) const;

  int descriptor_ = -1;  // connected before anything is given up
};

}  // namespace davy::app
