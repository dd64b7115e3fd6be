// Does what was handed over hold? A bundle of evidence or the audit log, or a zero report: on any machine, without the store.
//
// Shape:   checks, in order: the signature, the key (where one is expected), each file against the manifest, then what the kind
//          asks for: the verdict is fused again from the signals in the bundle (src/verdict), the audit log's hashes are computed
//          again, heads that were kept of earlier ones are looked for. A file that was flipped, taken away or added is named.
//          Without an expected key the signature shows only that nothing changed since the key inside signed it: a note says so.
// Errors:  what cannot be read at all (no zip, a hostile one, no bundle): input_error. What does not hold is an answer.
// Bounds:  as archive.hpp.
// Threads: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/custody/bundle.hpp"

namespace davy::custody {

enum class Outcome : std::uint8_t { holds, fails, note };
std::string_view name(Outcome outcome);

struct Check {
  std::string what = {};  // "signature", "files", "verdict", …
  Outcome outcome = Outcome::holds;
  std::string text = {};  // one line
};

class Checks {
 public:
  void holds(std::string_view what, std::string text) { add(what, Outcome::holds, text); }
  void fails(std::string_view what, std::string text) { add(what, Outcome::fails, text); }
  void note(std::string_view what, std::string text) { add(what, Outcome::note, text); }

  const std::vector<Check>& all() const { return all_; }
  std::size_t failed() const { return failed_; }

 private:
  void add(std::string_view what, Outcome outcome, std::string& text) {
    failed_ += outcome == Outcome::fails ? 1 : 0;
    all_.push_back({std::string{what}, outcome, std::move(text)});
  }
  std::vector<Check> all_;
  std::size_t failed_ = 0;
};

// The head of the audit log that an earlier bundle, export or report holds.
struct KeptHead {
  std::string from = {};  // its file
  store::AuditHead head = {};
};

struct Expected {
  std::optional<PublicKey> key = {};
  std::string fingerprint = {};  // "": any
  std::vector<KeptHead> earlier = {};

  bool is_pinned() const { return key.has_value() || !fingerprint.empty(); }
};

struct Verification {
  std::string kind = {};   // "case", "audit", "zero_report"; "" where the manifest says none
  std::string about = {};  // as it says itself
  std::string made_at = {};
  std::string version = {};      // of the davy that made it
  std::string fingerprint = {};  // of the key inside
  store::AuditHead head = {};
  Checks checks = {};

  bool holds() const { return checks.failed() == 0; }
};

Result<Verification> verify(std::string_view octets, const Expected& expected);
// Of an earlier one, whose signature must hold.
Result<store::AuditHead> kept_head(std::string_view octets, const Expected& expected);

}  // namespace davy::custody
