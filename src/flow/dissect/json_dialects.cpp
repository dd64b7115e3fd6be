#include "flow/dissect/json_dialects.hpp"

#include <algorithm>

namespace davy::flow {

void fill_usual(ConversationRecord& conversation) {
  for (const Dialect* dialect : all_dialects()) {
    if (dialect->id != conversation.dialect || dialect->family) continue;
    if (conversation.algorithm.empty()) conversation.algorithm = dialect->algorithm;
    if (conversation.coin.empty() && !dialect->coin.empty()) {
      conversation.coin = dialect->coin;
      conversation.coin_basis = "dialect";
    }
  }
}

const JsonDialects& JsonDialects::instance() {
  static const JsonDialects dialects;
  return dialects;
}

JsonDialects::JsonDialects() {
  for (const Dialect* dialect : all_dialects()) {
    for (const Shape& shape : dialect->shapes) {
      if (!shape.pattern.starts_with('{')) continue;  // a binary dialect's words
      by_method_[shape.method].push_back({dialect, &shape, JsonPattern(shape.pattern)});
    }
  }
  for (auto& [method, shapes] : by_method_) {
    std::stable_sort(shapes.begin(), shapes.end(),
                     [](const CompiledShape& a, const CompiledShape& b) {
                       return a.shape->strength_nats > b.shape->strength_nats;
                     });
    for (CompiledShape& one : shapes) {
      one.one_kind = std::none_of(shapes.begin(), shapes.end(), [&](const CompiledShape& other) {
        return other.shape->kind != one.shape->kind && other.shape->speaker == one.shape->speaker;
      });
    }
  }
}

std::span<const CompiledShape> JsonDialects::with_method(std::string_view method) const {
  const auto found = by_method_.find(method);
  return found == by_method_.end() ? std::span<const CompiledShape>{} : found->second;
}

const CompiledShape* JsonDialects::recognise(const JsonMessage& message,
                                             std::string_view method) const {
  for (const CompiledShape& candidate : with_method(method)) {
    if (candidate.pattern.matches(message.outline, message.root)) return &candidate;
  }
  return nullptr;
}

}  // namespace davy::flow
