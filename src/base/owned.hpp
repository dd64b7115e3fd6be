// A value behind a pointer, or none: copied with what holds it.
//
// Threads: a value.
#pragma once

#include <memory>
#include <utility>

namespace davy {

template <class Value>
class Owned : public std::unique_ptr<Value> {
 public:
  using std::unique_ptr<Value>::unique_ptr;
  Owned() = default;
  Owned(std::unique_ptr<Value> value) : std::unique_ptr<Value>(std::move(value)) {}
  Owned(const Owned& other)
      : std::unique_ptr<Value>(other ? std::make_unique<Value>(*other) : nullptr) {}
  Owned& operator=(const Owned& other) {
    if (this != &other) *this = Owned(other);
    return *this;
  }
  Owned(Owned&&) noexcept = default;
  Owned& operator=(Owned&&) noexcept = default;
  ~Owned() = default;
};

}  // namespace davy
