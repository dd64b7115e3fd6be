#include "workbench/store/audit_watch.hpp"

namespace davy::store {

Result<void> AuditWatch::take_new(Store& store) {
  const auto last_given = audit_last_given(store);
  if (!last_given) return std::unexpected(last_given.error());
  const auto taken = take_entries(store, all_, *last_given, audit_entries_all);
  if (!taken) return std::unexpected(taken.error());
  all_.finish(*last_given);
  return {};
}

Result<void> AuditWatch::take_again(Store& store) {
  const auto taken = take_entries(store, again_, all_.last().id, audit_again_rows);
  if (!taken) return std::unexpected(taken.error());
  if (!again_.problem().empty()) return {};
  if (*taken == audit_again_rows) return {};
  again_.finish(all_.last().id);
  if (again_.problem().empty()) again_ = AuditChain{};
  return {};
}

Result<std::string> AuditWatch::problem(Store& store) {
  const std::lock_guard lock(mutex_);
  if (all_.problem().empty())
    if (auto failed = failure_of(take_new(store))) return std::unexpected(*failed);
  if (!all_.problem().empty()) return all_.problem();
  if (again_.problem().empty())
    if (auto failed = failure_of(take_again(store))) return std::unexpected(*failed);
  return again_.problem();
}

}  // namespace davy::store
