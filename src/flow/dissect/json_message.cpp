#include "flow/dissect/json_message.hpp"

#include <charconv>

namespace davy::flow {
namespace {

// A comparison with a word whose length the compiler knows: no call.
template <std::size_t size>
bool is(std::string_view text, const char (&word)[size]) {
  return text.size() == size - 1 && __builtin_memcmp(text.data(), word, size - 1) == 0;
}

}  // namespace

JsonMessage JsonMessage::view(const JsonOutline& outline, const JsonNode& root, Timestamp time,
                              Direction direction, bool cut) {
  JsonMessage message{
      .outline = outline, .root = root, .time = time, .direction = direction, .cut = cut};
  const JsonNode* type = nullptr;
  const JsonNode* command = nullptr;
  bool escaped = false;
  for (const JsonNode* child = outline.first_child(root); child != nullptr;
       child = outline.next_sibling(root, *child)) {
    escaped = escaped || child->key_escaped;
    switch (child->key.size()) {
      case 2:
        if (is(child->key, "id")) message.id = child;
        if (is(child->key, "op")) command = child;
        if (is(child->key, "ok") && message.result == nullptr) message.result = child;
        break;
      case 3:
        if (is(child->key, "cmd")) command = child;
        if (is(child->key, "seq") && message.id == nullptr) message.id = child;
        break;
      case 4:
        if (is(child->key, "type")) type = child;
        break;
      case 5:
        if (is(child->key, "error")) message.error = child;
        if (is(child->key, "event")) command = child;
        break;
      case 6:
        if (is(child->key, "method")) message.method = child;
        if (is(child->key, "result")) message.result = child;
        if (is(child->key, "action")) command = child;
        break;
      case 7:
        if (is(child->key, "command")) command = child;
        break;
      default:
        break;
    }
  }
  if (escaped && message.method == nullptr) message.method = outline.find(root, "method");
  if (message.method == nullptr && message.result == nullptr)
    message.method = type != nullptr ? type : command;
  if (message.method != nullptr && message.method->type != JsonType::string)
    message.method = nullptr;
  return message;
}

std::optional<JsonMessage> JsonMessage::event(const JsonOutline& outline, const JsonNode& array,
                                              Timestamp time, Direction direction, bool cut) {
  const JsonNode* word = outline.first_child(array);
  if (word == nullptr || word->type != JsonType::string) return std::nullopt;
  const JsonNode* object = outline.next_sibling(array, *word);
  if (object == nullptr || object->type != JsonType::object) return std::nullopt;
  JsonMessage message = view(outline, *object, time, direction, cut);
  if (message.method == nullptr) message.method = word;
  return message;
}

bool JsonMessage::refuses() const {
  if (error != nullptr && error->type != JsonType::null &&
      !(error->type == JsonType::boolean && is(error->text, "false"))) {
    return true;
  }
  if (result == nullptr) {
    const JsonNode* accepted = member("accepted");
    return accepted != nullptr && is(accepted->text, "false");
  }
  if (result->type == JsonType::boolean) return is(result->text, "false");
  if (result->type == JsonType::array) {  // Conflux: ["false", why]
    const JsonNode* first = outline.first_child(*result);
    return first != nullptr && is(first->text, "false");
  }
  const JsonNode* status = outline.find(*result, "status");
  return status != nullptr && status->type == JsonType::string && !is(status->text, "OK") &&
         !is(status->text, "ok") && !is(status->text, "KEEPALIVED");
}

bool JsonMessage::not_understood() const {
  if (error == nullptr) return false;
  const std::optional<double> code = number(outline.find(*error, "code"));
  return code && *code >= -32700 && *code <= -32600;
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
  if (node == nullptr || (node->type != JsonType::number && node->type != JsonType::string))
    return std::nullopt;
  double value = 0;
  const char* end = node->text.data() + node->text.size();
  const auto [stopped, error] = std::from_chars(node->text.data(), end, value);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

}  // namespace davy::flow
