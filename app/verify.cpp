// `davy verify`.
#include "workbench/custody/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "app/custody.hpp"
#include "app/refuse.hpp"
#include "base/hex.hpp"
#include "workbench/report/json_writer.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::app {
namespace {

using custody::Check;
using custody::Expected;
using custody::Verification;

Result<std::string> octets_of(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  const auto size = static_cast<std::int64_t>(file.tellg());
  if (size < 0 || static_cast<std::uint64_t>(size) > custody::archive_octets_max)
    return input_error(fmt::format("{}: no file of at most 256 MiB", path));
  std::string octets(static_cast<std::size_t>(size), '\0');
  file.seekg(0);
  file.read(octets.data(), size);
  if (!file) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  return octets;
}

std::unexpected<Error> in_file(const std::string& path, const Error& error) {
  return std::unexpected(Error{error.kind, fmt::format("{}: {}", path, error.message)});
}

// As people copy it: with colons, spaces, in capitals.
Result<std::string> fingerprint_of(const std::string& text) {
  std::string digits;
  for (const char c : text)
    if (c != ':' && c != ' ')
      digits += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (digits.empty() || (digits.size() == 64 && is_hex(digits))) return digits;
  return usage_error("--fingerprint is not one: 64 hex digits");
}

Result<Expected> expected_of(const VerifyOptions& options) {
  Expected expected;
  if (!options.public_key_path.empty()) {
    const auto key = custody::PublicKey::load(options.public_key_path);
    if (!key) return std::unexpected(key.error());
    expected.key = *key;
  }
  auto fingerprint = fingerprint_of(options.fingerprint);
  if (!fingerprint) return std::unexpected(fingerprint.error());
  expected.fingerprint = std::move(*fingerprint);
  for (const std::string& path : options.earlier) {
    const auto octets = octets_of(path);
    if (!octets) return std::unexpected(octets.error());
    const auto head = custody::kept_head(*octets, expected);
    if (!head) return in_file(path, head.error());
    expected.earlier.push_back({path, *head});
  }
  return expected;
}

std::string lines_of(const std::string& path, const Verification& found) {
  std::string text = path;
  if (!found.about.empty())
    text += report::printable(
        fmt::format(": {}; made by davy {} at {}", found.about, found.version, found.made_at));
  text += '\n';
  for (const Check& check : found.checks.all())
    text += fmt::format("  {:5}  {:9}  {}\n", custody::name(check.outcome), check.what,
                        report::printable(check.text));
  text += found.holds() ? "It holds.\n"
                        : fmt::format("It does not hold: {} of {} checks fail.\n",
                                      found.checks.failed(), found.checks.all().size());
  return text;
}

std::string json_of(const std::string& path, const Verification& found, bool pinned) {
  std::string text;
  report::JsonWriter json(text);
  json.begin_object();
  json.field("event", "verification");
  json.field("input", path);
  json.text_or_null_field("kind", found.kind);
  json.text_or_null_field("about", found.about);
  json.text_or_null_field("made_at", found.made_at);
  json.text_or_null_field("davy", found.version);
  json.text_or_null_field("fingerprint", found.fingerprint);
  json.field("key_expected", pinned);
  json.field("holds", found.holds());
  json.key("checks");
  json.begin_array();
  for (const Check& check : found.checks.all()) {
    json.begin_object();
    json.field("check", check.what);
    json.field("outcome", custody::name(check.outcome));
    json.field("text", check.text);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return text + '\n';
}

}  // namespace

int verify(const VerifyOptions& options) {
  const auto expected = expected_of(options);
  if (!expected) return refuse(expected.error());
  const auto octets = octets_of(options.input);
  if (!octets) return refuse(octets.error());
  const auto found = custody::verify(*octets, *expected);
  if (!found) return refuse(in_file(options.input, found.error()).error());
  const std::string text = options.json ? json_of(options.input, *found, expected->is_pinned())
                                        : lines_of(options.input, *found);
  fmt::print("{}", text);
  return found->holds() ? 0 : 1;
}

}  // namespace davy::app
