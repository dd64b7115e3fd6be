#include "flow/dissect/dialects/stratum_reading.hpp"

#include <string>

#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {

void take_login(std::string_view login, ConversationBuilder& out) {
  if (login.empty()) return;
  // The separator is looked for behind the coin prefix ("kaspa:…"), whose address has no dot.
  const std::size_t dot = login.find_first_of("./");
  out.set_login(login.substr(0, dot));
  if (dot != std::string_view::npos) out.set_worker(login.substr(dot + 1));
  if (const auto coin = coin_of_address(login)) out.set_coin(coin->coin, 2, coin->form);
}

void take_work(std::optional<double> hashes_per_share, ConversationBuilder& out) {
  if (hashes_per_share && *hashes_per_share > 0) out.set_work(*hashes_per_share, *hashes_per_share);
}

void read_subscribe(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.param(0))) out.set_agent(*agent);
  const auto host = plain_text(message.param(2));
  if (!host || host->empty()) return;
  const JsonNode* port = message.param(3);
  out.set_pool(port == nullptr ? std::string(*host)
                               : std::string(*host) + ':' + std::string(port->text));
}

void read_authorize(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto login = plain_text(message.param(0))) take_login(*login, out);
  if (const auto agent = plain_text(message.param(2)))
    out.set_agent(*agent);  // where nothing came before it
}

void read_difficulty(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto difficulty = number(message.param(0)); difficulty && *difficulty > 0) {
    out.set_work(*difficulty * bitcoin_difficulty_1_hashes, *difficulty);
  }
}

void read_scrypt_or_bitcoin_difficulty(const JsonMessage& message, ConversationBuilder& out) {
  const auto difficulty = number(message.param(0));
  if (!difficulty || *difficulty <= 0) return;
  const bool scrypt = out.record().algorithm == "scrypt";
  out.set_work(*difficulty * (scrypt ? scrypt_difficulty_1_hashes : bitcoin_difficulty_1_hashes),
               *difficulty);
}

void read_target(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.param(0))) take_work(hashes_for_target(*target), out);
}

void read_hex_rate(const JsonMessage& message, ConversationBuilder& out) {
  const auto rate = plain_text(message.param(0));
  const auto inverse = rate ? hashes_for_target(*rate) : std::nullopt;
  if (inverse) out.set_reported_hash_rate(0x1p256 / *inverse);
}

void read_reconnect(const JsonMessage& message, ConversationBuilder& out) {
  const auto host = plain_text(message.param(0));
  if (!host || host->empty()) return;
  const JsonNode* port = message.param(1);
  out.set_pool(port == nullptr ? std::string(*host)
                               : std::string(*host) + ':' + std::string(port->text));
}

}  // namespace davy::flow::dialects
