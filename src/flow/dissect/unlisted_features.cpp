#include "flow/dissect/unlisted_features.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "base/text_hash.hpp"

namespace davy::flow {
namespace {

constexpr std::uint32_t work_octets_min = 16, hex_work_digits_min = 40,
                        base64_work_letters_min = 40;
constexpr std::size_t identifier_octets_max = 40;

// How a value is written that means nothing by itself.
enum class Writing : std::uint8_t { none, hex, base64, list };
struct Opaque {
  Writing writing = Writing::none;
  std::size_t letters = 0;  // digits, letters or members
};

bool says_job_identifier(std::string_view t) {
  return any_of_words(t, {"job", "task", "work"}) && !any_of_words(t, {"worker"});
}
bool says_identifier(std::string_view t) {
  return t == "id" || says_job_identifier(t) ||
         (any_of_words(t, {"uid"}) && !any_of_words(t, {"worker"}));
}
// A JSON number of a thousand and more.
bool is_large(std::string_view number) {
  constexpr std::size_t digits_min = 4;
  const std::size_t digits = std::min(number.find_first_not_of("0123456789"), number.size());
  return digits >= digits_min || number.find_first_of("eE") != std::string_view::npos;
}
bool names_difficulty(std::string_view t) {
  return t == "target" || t == "diff" || t == "bits" || t == "nbits" || t == "boundary" ||
         any_of_words(t, {"difficulty"});
}
bool says_block(std::string_view t) { return any_of_words(t, {"blob", "block", "header"}); }
bool says_nonce(std::string_view t) { return any_of_words(t, {"nonce", "solution"}); }

// Letters of both cases and digits: words, paths and numbers are not, but for few long ones. RFC 4648, either alphabet.
bool is_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  bool upper = false, lower = false, digit = false;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z',
               is_digit = c >= '0' && c <= '9';
    if (!is_upper && !is_lower && !is_digit && c != '+' && c != '/' && c != '-' && c != '_')
      return false;
    upper = upper || is_upper;
    lower = lower || is_lower;
    digit = digit || is_digit;
  }
  return upper && lower && digit;
}

bool is_list_of_octets(const JsonMessage& message, const JsonNode& node) {
  if (node.type != JsonType::array || node.children == 0) return false;
  for (const JsonNode* item = message.outline.first_child(node); item != nullptr;
       item = message.outline.next_sibling(node, *item))
    if (item->type != JsonType::number || item->text.size() > 3) return false;
  return true;
}

Opaque opaque_of(const JsonMessage& message, const JsonNode& node) {
  if (is_list_of_octets(message, node)) return {Writing::list, node.children};
  if (node.type != JsonType::string) return {};
  std::string_view text = node.text;
  if (begins_with_0x(text)) text.remove_prefix(2);
  if (is_hex(text)) return {Writing::hex, text.size()};
  return is_base64(node.text) ? Opaque{Writing::base64, node.text.size()} : Opaque{};
}

std::uint32_t work_octets_in(const Opaque& value) {
  const auto letters = static_cast<std::uint32_t>(std::min<std::size_t>(value.letters, 1u << 20));
  switch (value.writing) {
    case Writing::hex:
      return letters >= hex_work_digits_min ? letters / 2 : 0;
    case Writing::base64:
      return letters >= base64_work_letters_min ? letters * 3 / 4 : 0;
    case Writing::list:
      return letters >= work_octets_min ? letters : 0;
    case Writing::none:
      break;
  }
  return 0;
}

void look_at_value(const JsonNode& node, const Opaque& value, UnlistedFeatures& f) {
  const bool number = node.type == JsonType::number;
  const bool hex = value.writing == Writing::hex && value.letters >= 8;
  const bool base64 = value.writing == Writing::base64;
  const std::uint32_t work_octets = work_octets_in(value);
  if (number || hex || work_octets > 0) {
    f.difficulty = f.difficulty || says_difficulty(node.key);
    f.difficulty_by_name = f.difficulty_by_name || names_difficulty(node.key);
    f.difficulty_of_work =
        f.difficulty_of_work || (names_difficulty(node.key) && (!number || is_large(node.text)));
  }
  if (number || hex || (base64 && value.letters >= 8) ||
      (value.writing == Writing::list && value.letters >= 4))
    f.nonce_named = f.nonce_named || says_nonce(node.key);
  f.work_octets = std::max(f.work_octets, work_octets);
  if (says_block(node.key)) f.block_octets = std::max(f.block_octets, work_octets);
  f.work_in_hex =
      f.work_in_hex || (value.writing == Writing::hex && value.letters >= hex_work_digits_min);
  f.proof = f.proof || (value.writing == Writing::hex && value.letters == 64 &&
                        node.text.starts_with("000000"));
}

void look_at_identifier(const JsonNode& node, const Opaque& value, const KnownJobs& jobs,
                        UnlistedFeatures& f) {
  const bool is_short = !node.text.empty() && node.text.size() <= identifier_octets_max;
  const std::uint64_t identity = text_hash(node.text);
  const bool named = says_identifier(node.key);
  if (is_short && jobs.any_called(identity)) {
    f.returns_job = true;
    f.returns_job_by_name = f.returns_job_by_name || named;
  } else if (value.writing == Writing::hex && value.letters >= 8 && value.letters <= 32 && !named) {
    f.nonce = true;
  }
  // What is called a job's counts before a plain id: that may be the message's own.
  const bool of_job = named && says_job_identifier(node.key);
  const bool counts = f.identifier == 0 || (of_job && !f.identifier_of_job);
  if (is_short && counts && (node.key.empty() || named)) {
    f.identifier = identity;
    f.identifier_named = named;
    f.identifier_of_job = of_job;
  }
}

}  // namespace

bool any_of_words(std::string_view text, std::initializer_list<std::string_view> words) {
  std::array<char, 64> octets;
  text = text.substr(0, octets.size());
  std::transform(text.begin(), text.end(), octets.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::string_view lower(octets.data(), text.size());
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view w) { return lower.find(w) != std::string_view::npos; });
}

bool says_difficulty(std::string_view text) {
  return text == "bits" ||
         any_of_words(text, {"difficulty", "diff", "target", "nbits", "boundary"});
}

bool KnownJobs::any_called(std::uint64_t identifier) const {
  return std::any_of(jobs_.begin(), jobs_.end(),
                     [&](const Job& job) { return job.identifier == identifier; });
}
bool KnownJobs::any_with_block_of(std::uint32_t octets) const {
  return octets > 0 && std::any_of(jobs_.begin(), jobs_.end(),
                                   [&](const Job& job) { return job.block_octets == octets; });
}

UnlistedFeatures features_of(const JsonMessage& message, const KnownJobs& jobs) {
  UnlistedFeatures f;
  const bool call = message.method != nullptr && message.method->key == "method";
  const bool id_is_of_the_call = call || message.is_answer();
  std::size_t past = 0;  // the members of a list of octets are no values of their own
  for (std::size_t i = 1; i < message.outline.size(); ++i) {
    const JsonNode& node = message.outline[i];
    if (i < past || node.type == JsonType::object || &node == message.method ||
        (&node == message.id && id_is_of_the_call))
      continue;
    const Opaque value = opaque_of(message, node);
    if (value.writing == Writing::list) past = node.next;
    if (node.type == JsonType::array && value.writing != Writing::list) continue;
    look_at_value(node, value, f);
    if (node.type == JsonType::string || node.type == JsonType::number)
      look_at_identifier(node, value, jobs, f);
  }
  return f;
}

std::string_view word_of(const JsonMessage& message, std::string_view method) {
  if (!method.empty() || message.is_answer()) return method;
  for (const std::string_view name : {"message", "msg", "kind", "name"})
    if (const auto word = plain_text(message.member(name))) return *word;
  return {};
}

}  // namespace davy::flow
