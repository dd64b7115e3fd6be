// A text as JSON: the outline stays inside the text, what is complete is complete by itself, and the end of a container is
// where its last brace is.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "flow/dissect/json_dialects.hpp"

namespace davy::flow {
namespace {

void require(bool held) {
  if (!held) std::abort();
}

bool inside(std::string_view part, std::string_view text) {
  if (part.empty()) return true;
  return part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size();
}

void walk(const JsonOutline& outline, const JsonNode& parent, std::string_view text,
          std::size_t& visited) {
  std::uint32_t children = 0;
  for (const JsonNode* child = outline.first_child(parent); child != nullptr;
       child = outline.next_sibling(parent, *child)) {
    ++visited;
    ++children;
    require(child->depth == parent.depth + 1 && child->next <= parent.next);
    require(inside(child->text, text) && inside(child->key, text));
    require(unescape(child->text).size() <= child->text.size());
    walk(outline, *child, text, visited);
  }
  require(children <= parent.children && children <= JsonOutline::outline_children);
}

void check_complete(JsonOutline& outline, std::string_view text) {
  const std::size_t consumed = outline.consumed();
  const bool container = outline.root().children > 0;
  const std::size_t nodes = outline.size();
  require(outline.scan(text.substr(0, consumed)) == ScanOutcome::complete);
  require(outline.consumed() == consumed && outline.size() == nodes);
  if (!container) return;
  JsonFrame frame;
  std::size_t used = 0;
  require(frame.feed(text, used) && used == consumed);
  require(outline.scan(text.substr(0, consumed / 2)) == ScanOutcome::incomplete);
}

void recognise(const JsonOutline& outline) {
  if (outline.root().type != JsonType::object) return;
  const JsonMessage message =
      JsonMessage::view(outline, outline.root(), {}, Direction::forward, false);
  message.refuses();
  message.path("params.job.target");
  number(message.param(0));
  JsonDialects::instance().recognise(message,
                                     message.method == nullptr ? "" : message.method->text);
}

}  // namespace
}  // namespace davy::flow

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy::flow;
  const std::string_view text = davy::as_text({data, size});
  static JsonOutline outline;
  const ScanOutcome outcome = outline.scan(text);
  require(outline.consumed() <= size);
  if (!outline.empty()) {
    std::size_t visited = 1;
    walk(outline, outline.root(), text, visited);
    require(visited == outline.size());
    recognise(outline);
  }
  if (outcome == ScanOutcome::complete) check_complete(outline, text);
  return 0;
}
