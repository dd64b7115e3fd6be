#include "app/registry.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "app/custody.hpp"
#include "app/refuse.hpp"
#include "app/wall_clock.hpp"
#include "base/limits.hpp"
#include "workbench/registry/places.hpp"
#include "workbench/registry/register_store.hpp"
#include "workbench/registry/working_days.hpp"
#include "workbench/store/audit.hpp"

namespace davy::app {
namespace {

// A list of an authority has thousands of rows, not millions.
constexpr std::size_t table_octets_max = 64ull * 1024 * 1024;

Result<std::string> read_table(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return input_error(fmt::format("{}: cannot be read", path));
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string octets;
  char piece[65536];
  while (in.read(piece, sizeof piece), in.gcount() > 0) {
    octets.append(piece, static_cast<std::size_t>(in.gcount()));
    if (octets.size() > table_octets_max)
      return input_error(fmt::format("{}: larger than 64 MiB: split it", path));
  }
  return octets;
}

void tell_refused(const std::vector<table::RefusedRow>& refused) {
  for (const table::RefusedRow& row : refused)
    fmt::print(stderr, "davy: line {}: {}\n", row.line, row.why);
}

Result<void> audit(store::Store& store, const std::string& by, std::string what,
                   std::string detail) {
  const auto noted = store::append_audit(store, {.at = wall_clock(),
                                                 .who = acting_login(by),
                                                 .what = std::move(what),
                                                 .object = "register",
                                                 .detail = std::move(detail)});
  if (!noted) return std::unexpected(noted.error());
  return {};
}

Result<registry::ImportOutcome> take(store::Store& store, const RegistryOptions& options,
                                     std::string_view octets) {
  if (options.what == "places") return registry::import_places(store, octets);
  if (options.what == "days") return registry::import_days(store, octets);
  auto outcome = registry::import_register(store, octets, wall_clock());
  if (outcome && outcome->rows > 0)
    if (auto placed = registry::place_all_subjects(store); !placed)
      return std::unexpected(placed.error());
  return outcome;
}

std::size_t tell(std::string_view title, const std::vector<registry::RegisteredSystem>& systems) {
  if (systems.empty()) return 0;
  fmt::print("{}:\n", title);
  for (const registry::RegisteredSystem& system : systems)
    fmt::print("  {}  {}  {}{}\n", system.name, system.unit, system.status,
               system.due_on.empty() ? "" : "  due " + system.due_on);
  return systems.size();
}

std::size_t tell_not_filed(const std::vector<store::StoredSubject>& subjects) {
  if (subjects.empty()) return 0;
  fmt::print("seen and not filed:\n");
  for (const store::StoredSubject& subject : subjects)
    fmt::print("  {} {}  {}  last seen {}\n", subject.key.kind, subject.key.name,
               verdict::name(subject.level), to_rfc3339(subject.last_seen));
  return subjects.size();
}

// As an analyst: whoever can write the store can do more, and the audit log says who it was.
identity::Person person(const std::string& by) {
  return {.name = acting_login(by), .role = identity::Role::analyst};
}

}  // namespace

int import_table(const RegistryOptions& options) {
  const auto octets = read_table(options.input);
  if (!octets) return refuse(octets.error());
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto outcome = take(*store, options, *octets);
  if (!outcome) return refuse(outcome.error());
  if (!outcome->unreadable.empty())
    return refuse({ErrorKind::input, fmt::format("{}: {}", options.input, outcome->unreadable)});
  tell_refused(outcome->refused);
  if (auto noted =
          audit(*store, options.by, options.what + ".imported",
                fmt::format("{} rows, {} refused", outcome->rows, outcome->refused.size()));
      !noted)
    return refuse(noted.error());
  fmt::print("{}: {} rows taken, {} refused\n", options.input, outcome->rows,
             outcome->refused.size());
  return outcome->refused.empty() ? 0 : 1;
}

int reconcile_register(const RegistryOptions& options) {
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto lists = registry::reconcile(*store, wall_clock());
  if (!lists) return refuse(lists.error());
  std::size_t differences = tell_not_filed(lists->seen_not_filed);
  differences += tell("closed but seen", lists->closed_but_seen);
  differences += tell("beyond what was filed", lists->beyond_filed);
  differences += tell("overdue", lists->overdue);
  differences += tell("uses less than a third of what was filed", lists->over_sized);
  tell("filed and never seen mining", lists->never_seen);
  if (differences == 0) fmt::print("nothing differs from the register\n");
  return differences == 0 ? 0 : 1;
}

int import_notice(const NoticeOptions& options) {
  const auto octets = read_table(options.input);
  if (!octets) return refuse(octets.error());
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto outcome =
      notice::import_notice(*store, *octets, options.form, person(options.by), wall_clock());
  if (!outcome) return refuse(outcome.error());
  if (const auto* denied = std::get_if<notice::Denied>(&*outcome))
    return refuse({ErrorKind::input,
                   fmt::format("{}: {}: {}", options.input, denied->title, denied->remedy)});
  const auto& taken = std::get<notice::Imported>(*outcome);
  tell_refused(taken.refused);
  for (const table::Heading& column : taken.columns)
    if (column.field.empty() && !column.text.empty())
      fmt::print(stderr, "davy: nobody knows what the column {} means: it is not read\n",
                 column.text);
  fmt::print("notice {}: {} items, {} of them in earlier lists; {} rows refused; due {}\n",
             taken.notice.notice_id, taken.rows, taken.repeated, taken.refused.size(),
             taken.notice.due_on);
  return taken.refused.empty() ? 0 : 1;
}

int list_notices(const NoticeOptions& options) {
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto all = notice::notices(*store);
  if (!all) return refuse(all.error());
  for (const notice::Notice& one : *all)
    fmt::print("{:>5}  {}  {}  {} of {} answered  due {}{}\n", one.notice_id, one.name, one.issuer,
               one.answered, one.items, one.due_on,
               one.is_overdue(wall_clock()) ? "  OVERDUE" : "");
  return 0;
}

int write_feedback(const NoticeOptions& options) {
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto one = notice::notice_of(*store, options.notice_id);
  if (!one) return refuse(one.error());
  if (!*one)
    return refuse({ErrorKind::input,
                   fmt::format("{} has no notice {}", options.store_path, options.notice_id)});
  const auto table = notice::feedback(*store, options.notice_id);
  if (!table) return refuse(table.error());
  if (auto noted =
          audit(*store, options.by, "notice.feedback", fmt::format("notice {}", options.notice_id));
      !noted)
    return refuse(noted.error());
  if (options.output_path != "-") {
    if (auto written = write_new_file(options.output_path, *table); !written)
      return refuse(written.error());
    return 0;
  }
  fmt::print("{}", *table);
  return 0;
}

}  // namespace davy::app
