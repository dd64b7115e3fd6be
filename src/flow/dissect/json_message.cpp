#include "flow/dissect/json_message.hpp"

#include <charconv>

namespace davy::flow {

JsonMessage JsonMessage::view(const JsonOutline& outline, const JsonNode& root, Timestamp time, Direction direction,
                              bool cut) {
  JsonMessage message{.outline = outline, .root = root, .time = time, .direction = direction, .cut = cut};
  const JsonNode* type = nullptr;
  const JsonNode* command = nullptr;
  for (const JsonNode* child = outline.first_child(root); child != nullptr; child = outline.next_sibling(root, *child)) {
    if (child->key == "method") message.method = child;
    if (child->key == "id") message.id = child;
    if (child->key == "result") message.result = child;
    if (child->key == "error") message.error = child;
    if (child->key == "type") type = child;
    if (child->key == "command") command = child;
  }
  if (message.method == nullptr) message.method = outline.find(root, "method");  // a key with escapes
  if (message.method == nullptr && message.result == nullptr) message.method = type != nullptr ? type : command;
  if (message.method != nullptr && message.method->type != JsonType::string) message.method = nullptr;
  return message;
}

bool JsonMessage::refuses() const {
  if (error != nullptr && error->type != JsonType::null &&
      !(error->type == JsonType::boolean && error->text == "false")) {
    return true;
  }
  if (result == nullptr) return false;
  if (result->type == JsonType::boolean) return result->text == "false";
  const JsonNode* status = outline.find(*result, "status");
  return status != nullptr && status->type == JsonType::string && status->text != "OK" && status->text != "ok" &&
         status->text != "KEEPALIVED";
}

const JsonNode* JsonMessage::path(std::string_view dotted) const {
  const JsonNode* node = &root;
  while (node != nullptr && !dotted.empty()) {
    const std::size_t dot = dotted.find('.');
    node = outline.find(*node, dotted.substr(0, dot));
    dotted = dot == std::string_view::npos ? std::string_view{} : dotted.substr(dot + 1);
  }
  return node;
}

const JsonNode* JsonMessage::param(std::size_t index) const {
  const JsonNode* params = member("params");
  return params == nullptr ? nullptr : outline.at(*params, index);
}

std::optional<std::string_view> plain_text(const JsonNode* node) {
  if (node == nullptr || node->type != JsonType::string) return std::nullopt;
  return node->text;
}

std::optional<double> number(const JsonNode* node) {
  if (node == nullptr || (node->type != JsonType::number && node->type != JsonType::string)) return std::nullopt;
  double value = 0;
  const char* end = node->text.data() + node->text.size();
  const auto [stopped, error] = std::from_chars(node->text.data(), end, value);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

}  // namespace davy::flow
