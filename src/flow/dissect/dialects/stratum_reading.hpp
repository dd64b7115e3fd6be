// What the dialects of the Stratum family say in the same way: agent, login, work.
//
// Threads: pure functions over the builder.
#pragma once

#include "flow/dissect/dialect.hpp"
#include "flow/dissect/json_message.hpp"

namespace davy::flow::dialects {

void read_subscribe(const JsonMessage& message,
                    ConversationBuilder& out);  // params: agent, session, host, port
void read_authorize(const JsonMessage& message,
                    ConversationBuilder& out);  // params: login.worker, password
void read_difficulty(const JsonMessage& message,
                     ConversationBuilder& out);  // params: difficulty, 2^32 hashes each
void read_scrypt_or_bitcoin_difficulty(const JsonMessage& message, ConversationBuilder& out);
void read_target(const JsonMessage& message, ConversationBuilder& out);  // params: 256-bit target
void read_hex_rate(const JsonMessage& message,
                   ConversationBuilder& out);  // params: hashes a second in hexadecimal
void read_reconnect(const JsonMessage& message, ConversationBuilder& out);  // params: host, port

// A login as users write it: "wallet.worker", "coin:wallet.worker#…", "user.worker".
void take_login(std::string_view login, ConversationBuilder& out);
void take_work(std::optional<double> hashes_per_share,
               ConversationBuilder& out);  // difficulty shown as hashes

}  // namespace davy::flow::dialects
