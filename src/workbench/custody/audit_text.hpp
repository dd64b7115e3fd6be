// The audit log as it leaves the store: lines of JSON, whose hashes anybody can compute again.
//
// Shape:   a line is an entry with its number, its time (also in ns, as it is hashed), its hash, and, where it stands alone, the
//          hash that it follows. Heads are the numbers and hashes that were handed out before: what they say stays hidden.
// Errors:  a line that is none is told with its number.
// Threads: pure, but for what reads the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workbench/store/audit.hpp"

namespace davy::custody {

std::string audit_line(const store::AuditEntry& entry);
std::string audit_line(const store::AuditLink& link);
std::string anchor_line(const store::AuditAnchor& anchor);

Result<std::vector<store::AuditEntry>> read_audit(std::string_view text);
Result<std::vector<store::AuditLink>> read_audit_links(std::string_view text);
Result<std::vector<store::AuditAnchor>> read_anchors(std::string_view text);

// The entry that says what leaves the store, as the head that leaves with it. Inside a transaction.
Result<store::AuditHead> note_leaving(store::Store& store, const store::AuditEntry& entry);
Result<std::string> anchor_lines(store::Store& store);

}  // namespace davy::custody
