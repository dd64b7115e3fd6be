// A large value that few have: where there is none, it takes the room of a pointer.
//
// Shape:   as std::optional, but never changed in place.
// Threads: a value that can be moved, not copied.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace davy {

template <class Value>
class Rare {
 public:
  Rare() = default;
  Rare(Value value) : value_(std::make_unique<const Value>(std::move(value))) {}
  Rare(std::optional<Value> value)
      : value_(value ? std::make_unique<const Value>(std::move(*value)) : nullptr) {}

  explicit operator bool() const { return value_ != nullptr; }
  const Value& operator*() const { return *value_; }
  const Value* operator->() const { return value_.get(); }

 private:
  std::unique_ptr<const Value> value_;
};

}  // namespace davy
