// JSON messages that are positively something other than mining: node and wallet RPC, Electrum, any other JSON-RPC.
//
// Threads: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "flow/dissect/json_message.hpp"

namespace davy::flow {

struct RelatedForm {
  RelatedClass related;
  std::string_view rule;  // what told, for people
};

std::optional<RelatedForm> related_form(const JsonMessage& message, std::string_view method);

}  // namespace davy::flow
