// The parts of verify(). Only custody/ includes this.
//
// Threads: pure.
#pragma once

#include <span>

#include "workbench/custody/verify.hpp"

namespace davy::custody {

// Is it the expected key that signed? `in_text`: the public key that lies beside the signed text, as PEM.
struct Signed {
  std::string_view text = {};
  std::string_view signature = {};
  std::string_view key_pem = {};
  std::string_view text_name = {};  // for messages
  std::string_view signature_name = {};
  std::string_view key_name = {};
};
// The fingerprint of the key beside it; "" where there is none.
std::string check_signature(const Signed& that, const Expected& expected, Checks& checks);

void check_verdict(const Bundle& bundle, std::string_view made_by, Checks& checks);
void check_audit_links(const Bundle& bundle, const Manifest& manifest, Checks& checks);
void check_audit_log(const Bundle& bundle, const Manifest& manifest, Checks& checks);
void check_earlier(const Bundle& bundle, const Manifest& manifest,
                   std::span<const KeptHead> earlier, Checks& checks);

// A zero report in its JSON form.
Result<Verification> verify_zero_report(std::string_view octets, const Expected& expected);

}  // namespace davy::custody
