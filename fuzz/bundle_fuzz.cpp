// What others hand over for verification: zips, zero reports, and, since a checksum guards what is inside a zip, the texts inside
// put into a bundle that is otherwise in order. Whatever they hold: an error in one line, or checks.
#include <cstdlib>
#include <string>
#include <vector>

#include "workbench/custody/verify.hpp"

namespace {

using namespace davy;

// Signed by nobody: what is looked for is that reading ends well.
void look(std::string_view octets) {
  const auto found = custody::verify(octets, {.earlier = {{"kept", {.id = 1}}}});
  if (!found && found.error().message.empty()) std::abort();
  if (!found) return;
  if (found->checks.all().empty()) std::abort();
  for (const custody::Check& check : found->checks.all())
    if (check.text.empty()) std::abort();
}

void look_inside(std::string_view manifest, std::string_view text, std::string_view name) {
  std::vector<custody::ArchivedFile> files;
  files.push_back({.name = "manifest.json", .octets = std::string{manifest}});
  if (name != "manifest.json")
    files.push_back({.name = std::string{name}, .octets = std::string{text}});
  const auto zip = custody::zip_of(files);
  if (!zip) std::abort();
  look(*zip);
}

std::string manifest_of(std::string_view kind) {
  return R"({"format":"davy-bundle","format_version":1,"kind":")" + std::string{kind} +
         R"(","about":"","made_at":"","davy":"","audit_head":{"id":1,"hash":""},"files":[]})";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets = davy::as_text({data, size});
  look(octets);
  if (octets.starts_with("PK")) return 0;
  look_inside(octets, "", "manifest.json");
  for (const char* name : {"verdict.json", "signals.jsonl", "audit.jsonl", "audit_heads.jsonl"})
    look_inside(manifest_of("case"), octets, name);
  for (const char* name : {"audit.jsonl", "export.json"})
    look_inside(manifest_of("audit"), octets, name);
  return 0;
}
