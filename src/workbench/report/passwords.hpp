// Takes passwords out of excerpts. They prove nothing about mining, so no option shows them.
//
// Shape:   the value becomes "…" where
//            - a JSON member or a form field is named as one: pass, password, passwd, passphrase, psw, pwd, secret,
//              secretPhrase (Signum's wallet), whatever the case of its letters;
//            - it is a parameter by position: all behind the first of a login's list, but for what the conversation
//              names as login, worker or program; the fourth field of Duino-Coin's JOB line.
//          What a cut excerpt ends in counts too.
// Errors:  none: a text that is no JSON is looked through all the same.
// Threads: pure.
#pragma once

#include <string>

#include "flow/conversation_record.hpp"

namespace davy::report {

std::string without_passwords(const flow::Evidence& evidence,
                              const flow::ConversationRecord& conversation);

}  // namespace davy::report
