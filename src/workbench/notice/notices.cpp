#include "workbench/notice/notices.hpp"

#include <fmt/format.h>

#include <map>

#include "workbench/notice/notice_rows.hpp"
#include "workbench/notice/notice_table.hpp"
#include "workbench/registry/working_days.hpp"
#include "workbench/store/audit.hpp"
#include "workbench/store/rows.hpp"

namespace davy::notice {
namespace {

using identity::Person;
using Why = Denied::Why;

constexpr std::size_t refused_max = 1'000;

std::optional<Denied> wrong_with(const NoticeForm& form) {
  const auto denied = [](std::string title, std::string remedy) {
    return Denied{Why::wrong_input, std::move(title), std::move(remedy)};
  };
  if (form.name.empty() || form.name.size() > 400)
    return denied("a list needs a name", "name it as its sender does");
  if (form.issuer.size() > 400) return denied("the issuer's name is too long", "shorten it");
  if (form.list_class != "full" && form.list_class != "priority")
    return denied("no such class of lists", "full or priority");
  if (!form.due_on.empty() && !energy::parse_day(form.due_on))
    return denied("due_on is no day", "a day as 2026-11-30");
  return std::nullopt;
}

Result<std::string> due_day(store::Store& store, const NoticeForm& form, Timestamp now) {
  if (!form.due_on.empty()) return form.due_on;
  const auto days = registry::WorkingDays::read(store);
  if (!days) return std::unexpected(days.error());
  return energy::to_text(days->after(energy::day_of(now), answer_working_days));
}

void merge(Item& into, const Item& other) {
  if (other.first_seen && (!into.first_seen || *other.first_seen < *into.first_seen))
    into.first_seen = other.first_seen;
  if (other.last_seen && (!into.last_seen || *other.last_seen > *into.last_seen))
    into.last_seen = other.last_seen;
  if (other.times) into.times = into.times.value_or(0) + *other.times;
}

struct Read {
  std::vector<Item> items = {};
  std::vector<table::RefusedRow> refused = {};
};
Read read_items(table::HeadedTable& table, const cctz::time_zone& zone) {
  Read read;
  std::size_t not_told = 0;
  std::map<std::string, std::size_t> known;
  while (table.next()) {
    Item item;
    std::string why = read_item(table, zone, item);
    if (why.empty() && read.items.size() >= notice_items_max) why = "beyond the bound: split it";
    if (!why.empty()) {
      if (read.refused.size() < refused_max)
        read.refused.push_back({table.line(), std::move(why)});
      else
        ++not_told;
      continue;
    }
    const auto [same, is_new] = known.try_emplace(identity_of(item), read.items.size());
    if (is_new)
      read.items.push_back(std::move(item));
    else
      merge(read.items[same->second], item);
  }
  not_told += table.rows_left_out();
  if (not_told > 0)
    read.refused.push_back(
        {table.line(), fmt::format("{} more rows were not taken: split the list", not_told)});
  return read;
}

// An earlier item that said the same: is it in an open case?
struct Earlier {
  bool is = false;
  std::optional<std::int64_t> case_id = {};
};
Result<Earlier> earlier_of(store::Database& database, const Item& item) {
  Earlier earlier;
  const auto done = store::each_row(
      database.query("SELECT c.case_id FROM notice_item i LEFT JOIN case_file c ON c.case_id = "
                     "i.case_id AND c.closed_ns IS NULL WHERE i.identity = ? ORDER BY item_id",
                     identity_of(item)),
      [&](const store::Query& row) {
        earlier.is = true;
        if (!row.is_null(0)) earlier.case_id = row.integer(0);
      });
  if (!done) return std::unexpected(done.error());
  return earlier;
}

Result<void> add_items(store::Database& database, std::vector<Item>& items, Imported& imported) {
  for (Item& item : items) {
    const auto earlier = earlier_of(database, item);
    if (!earlier) return std::unexpected(earlier.error());
    item.notice_id = imported.notice.notice_id;
    if (earlier->is) ++imported.repeated;
    if (earlier->case_id) {
      item.status = "case";
      item.case_id = earlier->case_id;
    }
    if (auto added = add_item(database, item); !added) return added;
    ++imported.rows;
  }
  return {};
}

Result<void> note(store::Store& store, const Person& by, std::string_view what, std::string object,
                  std::string detail, Timestamp now) {
  const auto done = store::append_audit(store, {.at = now,
                                                .who = by.name,
                                                .what = fmt::format("notice.{}", what),
                                                .object = std::move(object),
                                                .detail = std::move(detail)});
  if (!done) return std::unexpected(done.error());
  return {};
}

// Into the store, as one.
Outcome<Imported> take_in(store::Store& store, Read read, Imported imported, const Person& by) {
  const Timestamp now = imported.notice.taken_at;
  store::Database& database = store.database();
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  const auto same =
      database.integer("SELECT notice_id FROM notice WHERE name = ?", imported.notice.name);
  if (!same) return std::unexpected(same.error());
  if (*same)
    return Denied{Why::conflict, "a list of that name was taken in already",
                  "name this one otherwise, by its day for instance"};
  if (auto added = add_notice(database, imported.notice, by.name); !added)
    return std::unexpected(added.error());
  imported.refused = std::move(read.refused);
  if (auto added = add_items(database, read.items, imported); !added)
    return std::unexpected(added.error());
  if (auto noted = note(store, by, "imported", fmt::format("notice {}", imported.notice.notice_id),
                        fmt::format("{}: {} items, {} rows refused", imported.notice.name,
                                    imported.rows, imported.refused.size()),
                        now);
      !noted)
    return std::unexpected(noted.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  auto kept = notice_of(store, imported.notice.notice_id);
  if (!kept) return std::unexpected(kept.error());
  imported.notice = std::move(**kept);
  return imported;
}

}  // namespace

bool Notice::is_overdue(Timestamp now) const {
  const auto due = energy::parse_day(due_on);
  return answered < items && due && energy::day_of(now) > *due;
}

Outcome<Imported> import_notice(store::Store& store, std::string_view octets,
                                const NoticeForm& form, const Person& by, Timestamp now) {
  if (!identity::may(by.role, identity::Right::act))
    return Denied{Why::not_allowed, "your role only looks", "an analyst or an approver must"};
  if (auto wrong = wrong_with(form)) return std::move(*wrong);
  cctz::time_zone zone = cctz::utc_time_zone();
  if (!form.time_zone.empty() && !cctz::load_time_zone(form.time_zone, &zone))
    return Denied{Why::wrong_input, "nobody knows that time zone", "one as Asia/Shanghai"};
  auto table = parse_list(octets);
  if (!table)
    return Denied{Why::wrong_input, table.error().message,
                  "the list must have a heading that names addresses or domains"};
  const auto due = due_day(store, form, now);
  if (!due) return std::unexpected(due.error());
  Imported imported{.notice = {.name = form.name,
                               .issuer = form.issuer,
                               .list_class = form.list_class,
                               .taken_at = now,
                               .due_on = *due},
                    .columns = table->heading()};
  Read read = read_items(*table, zone);
  if (read.items.empty())
    return Denied{Why::wrong_input, "no row of the list could be read",
                  read.refused.empty()
                      ? std::string{"it has a heading and nothing below it"}
                      : fmt::format("line {}: {}", read.refused[0].line, read.refused[0].why)};
  return take_in(store, std::move(read), std::move(imported), by);
}

}  // namespace davy::notice
