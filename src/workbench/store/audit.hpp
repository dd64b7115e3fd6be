// Who did what, and when: a log that is only ever added to, and shows where somebody changed it.
//
// Shape:   each entry carries SHA-256 over the hash before it (32 zero octets at first) and its own fields: number, time (ns),
//          who, what, object, detail, each as eight octets little-endian of length or value, texts followed by their octets.
//          Triggers refuse changes; verify_audit() finds those that were made past them: an entry changed, missing, put in
//          between, or cut off the end. Who can rewrite the whole file can rewrite the chain with it: keep heads (number and
//          hash) elsewhere, such as in reports and at the level above, and hand the last one to verify_audit().
// Errors:  as store.hpp. A broken chain is an answer, no error.
// Bounds:  texts at limits::store_detail_octets_max: longer ones are cut before they are hashed. Anchors: the last anchors_max.
// Threads: of the store.
// Source:  FIPS 180-4; B. Schneier, J. Kelsey, "Secure audit logs", 1999, for chained logs.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "base/hmac_sha256.hpp"
#include "workbench/store/page.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

inline constexpr std::size_t anchors_max = 10'000;

struct AuditEntry {
  std::int64_t id = 0;  // given by the store
  Timestamp at = {};
  std::string who = {};
  std::string what = {};    // "identity.opened"
  std::string object = {};  // "host 10.20.4.17"
  std::string detail = {};
  Sha256 hash = {};  // given by the store
};

struct AuditHead {
  std::int64_t id = 0;  // 0: an empty log
  Sha256 hash = {};
};

Result<AuditHead> append_audit(Store& store, const AuditEntry& entry);
Result<AuditHead> audit_head(Store& store);

// What an entry's hash must be, after the entry whose hash is `before`.
Sha256 chained(const Sha256& before, const AuditEntry& entry);

// Walks a chain from its first entry on.
class AuditChain {
 public:
  explicit AuditChain(std::optional<AuditHead> kept_elsewhere = {}) : kept_(kept_elsewhere) {}

  bool take(const AuditEntry& entry);  // false: it does not follow, and problem() says why
  // At the end: `last_given` is the number of the last entry that was ever made.
  void finish(std::int64_t last_given);

  const std::string& problem() const { return problem_; }  // "": none so far
  const AuditHead& last() const { return last_; }          // that was taken
  std::uint64_t entries() const { return entries_; }

 private:
  bool found(std::string problem);

  std::optional<AuditHead> kept_;
  AuditHead last_;
  std::uint64_t entries_ = 0;
  std::string problem_;
};

// The number that was given last, also where its entry is gone.
Result<std::int64_t> audit_last_given(Store& store);

// Hands a chain the entries that follow its last one, to a number and so many at most, until one does not follow. How many.
inline constexpr std::size_t audit_entries_all = INT64_MAX;
Result<std::size_t> take_entries(Store& store, AuditChain& chain, std::int64_t to_id,
                                 std::size_t limit);

struct AuditVerdict {
  std::uint64_t entries = 0;
  std::string problem = {};  // "": the chain is whole; else which entry, and what is wrong
};
Result<AuditVerdict> verify_audit(Store& store, std::optional<AuditHead> kept_elsewhere = {});

// Every entry, oldest first.
Result<void> each_audit_entry(Store& store, const std::function<void(const AuditEntry&)>& take);

// An entry out of the middle of the log, with the hash that it follows.
struct AuditLink {
  Sha256 before = {};
  AuditEntry entry = {};
};
// The last `limit` entries about any of the objects, oldest first.
Result<std::vector<AuditLink>> audit_links(Store& store, const std::string& object,
                                           const std::string& other_object, std::size_t limit);

// Heads that were handed out: a later export, bundle or report holds them too, so that a log that was written anew shows.
Result<void> keep_anchor(Store& store, const AuditHead& head);
struct AuditAnchor {
  std::int64_t id = 0;
  std::optional<Sha256> hash = {};  // nothing: that entry is gone
};
Result<std::vector<AuditAnchor>> audit_anchors(Store& store);  // oldest first

struct AuditFilter {
  std::string who = {};     // "": all
  std::string what = {};    // "": all
  std::string object = {};  // "": all
  std::optional<Timestamp> since = {};
  std::optional<std::int64_t> after = {};
  std::size_t limit = 100;
};
using AuditPage = Page<AuditEntry, std::int64_t>;
Result<AuditPage> audit_page(Store& store, const AuditFilter& filter);  // newest first, by number

}  // namespace davy::store
