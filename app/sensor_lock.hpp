// One `davy watch` a sensor: two would count everything twice, and each would say that it looked.
//
// Shape:   a lock of the kernel's on an octet of a file beside the store, by the sensor's name; gone with the process, however it
//          ends. Processes that watch different sensors share a store.
// Errors:  another process holds it: says which file, and what to do.
// Threads: one owner.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace davy::app {

class SensorLock {
 public:
  static Result<SensorLock> take(const std::string& store_path, std::string_view sensor);

  SensorLock(SensorLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  SensorLock& operator=(SensorLock&&) = delete;
  ~SensorLock();

 private:
  explicit SensorLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace davy::app
