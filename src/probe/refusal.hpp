// Does an answer refuse as only a mining pool refuses?
//
// Shape:   proof is Stratum's own form of an error, [20 to 25, text, …], in an answer to our request; or a text of refusal
//          that names what only a pool would miss: wallet, payment address, miner, hash rate. What we said ourselves does
//          not count, since a server that does not understand likes to repeat the question; nor does an error of
//          JSON-RPC's own range (-32700 to -32600), which says that nothing was understood.
// Errors:  none: what is no refusal is none.
// Bounds:  the first limits::evidence_octets_max octets of a text are looked at.
// Threads: pure functions.
// Source:  Stratum's error codes as its first pool published them (2012): 20 other, 21 job not found, 22 duplicate share,
//          23 low difficulty, 24 unauthorized worker, 25 not subscribed. Texts of refusal of public pools' sources, read
//          2026-11.
#pragma once

#include <optional>
#include <string_view>

#include "flow/dissect/json_message.hpp"

namespace davy::probe {

// Why this message of the other end is a mining refusal, in a line of static storage; nothing if it is none.
// `said`: all that we said.
std::optional<std::string_view> mining_refusal(const flow::JsonMessage& message,
                                               std::string_view said);

// The words of `text`, but for those of `said`, name what only a pool would miss.
bool names_what_a_pool_misses(std::string_view text, std::string_view said);

}  // namespace davy::probe
