#include "probe/refusal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

using flow::JsonMessage;
using flow::JsonNode;
using flow::JsonType;

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

// In small letters; with `parts`, also what lies between the dots, dashes and underscores of each.
std::vector<std::string> words_of(std::string_view text, bool parts) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  std::vector<std::string> words;
  const auto cut = [&](auto belongs) {
    for (std::size_t i = 0; i < lower.size();) {
      std::size_t end = i;
      while (end < lower.size() && belongs(lower[end])) ++end;
      if (end > i) words.push_back(lower.substr(i, end - i));
      i = std::max(end, i + 1);
    }
  };
  cut(in_word);
  if (parts) cut([](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  // A full stop at the end of a sentence is no part of its last word.
  for (std::string& word : words) word.erase(word.find_last_not_of(".-") + 1);
  return words;
}

bool is_any(const std::string& word, std::initializer_list<std::string_view> of) {
  return std::ranges::find(of, word) != of.end();
}

struct Words {
  bool of_mining = false;  // one that has no other trade
  bool address = false;
  bool of_payment = false;     // beside "address": whose it is
  bool other_address = false;  // beside "address": a network's or the mail's
};

Words look_at(const std::vector<std::string>& theirs, const std::vector<std::string>& ours) {
  Words w;
  for (const std::string& word : theirs) {
    if (std::ranges::find(ours, word) != ours.end()) continue;
    w.of_mining |= is_any(word, {"wallet", "wallets", "miner", "miners", "mining", "hashrate",
                                 "stratum", "extranonce", "payout", "invalid_site_key",
                                 "site_key_invalid", "walletaddress", "wallet_address"});
    w.address |= is_any(word, {"address", "addresses"});
    w.of_payment |= is_any(word, {"payment", "invalid", "wrong", "bad", "incorrect", "used"});
    w.other_address |= is_any(word, {"ip", "ipv4", "ipv6", "mac", "email", "e-mail", "mail",
                                     "remote", "source", "client", "server", "from", "host"});
  }
  return w;
}

// The text of an error, wherever its sender puts it.
std::optional<std::string_view> text_of(const JsonMessage& message) {
  const JsonNode* error = message.error;
  if (error == nullptr) return std::nullopt;
  if (error->type == JsonType::string) return error->text;
  if (error->type == JsonType::array) return flow::plain_text(message.outline.at(*error, 1));
  return flow::plain_text(message.outline.find(*error, "message"));
}

bool answers_us(const JsonMessage& message) {
  constexpr std::array<std::string_view, 3> ours{"0", "1",
                                                 "2"};  // the ids of our greetings and logins
  return message.id != nullptr && message.id->type != JsonType::null &&
         std::ranges::find(ours, message.id->text) != ours.end();
}

bool is_stratum_code(const JsonNode* code) {
  if (code == nullptr || code->type != JsonType::number) return false;
  const std::optional<double> value = flow::number(code);
  return value && *value >= 20 && *value <= 25 && *value == std::floor(*value);
}

// [code, text, trace]: three items; some leave the trace out.
bool is_stratum_error(const JsonMessage& message) {
  const JsonNode* error = message.error;
  if (error == nullptr || error->type != JsonType::array) return false;
  if (error->children < 2 || error->children > 3) return false;
  const JsonNode* text = message.outline.at(*error, 1);
  return is_stratum_code(message.outline.at(*error, 0)) && text != nullptr &&
         text->type == JsonType::string;
}

bool is_stratum_error_object(const JsonMessage& message, std::string_view text) {
  const JsonNode* error = message.error;
  if (error->type != JsonType::object) return false;
  if (!is_stratum_code(message.outline.find(*error, "code"))) return false;
  const std::vector<std::string> words = words_of(text, false);
  return std::ranges::any_of(words, [](const std::string& word) {
    return is_any(word, {"worker", "subscribed", "share", "job", "authorized", "unauthorized"});
  });
}

// {"type":"error","params":{"error":"…"}}: Coinhive's servers answer so.
std::optional<std::string_view> web_miner_error(const JsonMessage& message) {
  if (flow::plain_text(message.member("type")) != std::string_view{"error"}) return std::nullopt;
  return flow::plain_text(message.path("params.error"));
}

}  // namespace

bool names_what_a_pool_misses(std::string_view text, std::string_view said) {
  const Words w =
      look_at(words_of(text.substr(0, limits::evidence_octets_max), false), words_of(said, true));
  return w.of_mining || (w.address && w.of_payment && !w.other_address);
}

std::optional<std::string_view> mining_refusal(const JsonMessage& message, std::string_view said) {
  if (const auto text = web_miner_error(message)) {
    if (names_what_a_pool_misses(*text, said)) return "refusal of a web miner's pool";
    return std::nullopt;
  }
  if (!message.is_answer() || !message.refuses() || message.not_understood()) return std::nullopt;
  if (!answers_us(message)) return std::nullopt;
  if (is_stratum_error(message)) return "refusal in Stratum's form: [20 to 25, text]";
  const auto text = text_of(message);
  if (!text) return std::nullopt;
  if (is_stratum_error_object(message, *text)) return "refusal with one of Stratum's error codes";
  if (names_what_a_pool_misses(*text, said)) return "refusal that names what only a pool misses";
  return std::nullopt;
}

}  // namespace davy::probe
