// What of ours fits an item of a list, and what becomes of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "flow/names_record.hpp"
#include "workbench/notice/notice_rows.hpp"
#include "workbench/report/finding_text.hpp"
#include "workbench/store/audit.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/signals.hpp"

namespace davy::notice {
namespace {

using casefile::CaseFile;
using identity::Person;
using store::Database;
using store::Query;
using Why = Denied::Why;

constexpr std::size_t text_octets_max = 4'000;
// Clocks differ, and lists tell minutes.
constexpr Duration near_in_time = std::chrono::hours{1};

constexpr std::string_view subject_columns =
    "s.id, s.name, s.level, s.unit, (SELECT case_id FROM case_file c WHERE c.subject_id = s.id AND "
    "c.closed_ns IS NULL)";

void add(std::vector<Candidate>& to, const Query& row, std::string_view why) {
  const std::int64_t id = row.integer(0);
  const bool known = std::ranges::any_of(to, [&](auto& c) { return c.subject_id == id; });
  if (known || to.size() >= candidates_max) return;
  Candidate candidate{.subject_id = id,
                      .name = row.text(1),
                      .level = static_cast<verdict::Level>(row.integer(2)),
                      .why = why,
                      .unit = row.text(3)};
  if (!row.is_null(4)) candidate.case_id = row.integer(4);
  to.push_back(std::move(candidate));
}

Result<void> at_address(Database& database, const Item& item, std::vector<Candidate>& out) {
  if (item.source_address.empty()) return {};
  return store::each_row(
      database.query(
          fmt::format("SELECT {} FROM subject s WHERE kind = 'host' AND name = ?", subject_columns),
          item.source_address),
      [&](const Query& row) { add(out, row, "same_address"); });
}

// Who talked to the destination: to its port where the list names one, at its time first.
Result<void> at_service(Database& database, const Item& item, std::string_view column,
                        std::vector<Candidate>& out) {
  const auto address = parse_ip_address(item.destination_address);
  if (!address) return {};
  const auto port = item.destination_port;
  const std::string from = report::endpoint(*address, static_cast<std::uint16_t>(port.value_or(0)));
  // Without a port all of the address: "203.0.113.9:0" to "203.0.113.9:9~".
  const std::string stem = from.substr(0, from.rfind(':') + 1);
  const bool timed = item.first_seen.has_value();
  const std::int64_t first = timed ? store::ns(*item.first_seen - near_in_time) : 0;
  const std::int64_t last = timed ? store::ns(*item.last_seen + near_in_time) : 0;
  return store::each_row(
      database.query(
          fmt::format("SELECT {}, max(f.last_seen_ns >= ?3 AND f.first_seen_ns <= ?4) AS meets "
                      "FROM flow f JOIN subject s ON s.id = f.subject_id WHERE f.{} BETWEEN ?1 AND "
                      "?2 GROUP BY s.id ORDER BY meets DESC, s.level, s.id LIMIT ?5",
                      subject_columns, column),
          port ? from : stem, port ? from : stem + "~", first, last, candidates_max),
      [&](const Query& row) {
        add(out, row, row.integer(5) != 0 && timed ? "same_service" : "same_service_other_time");
      });
}

// Its domain, or a name below it.
Result<void> with_name(Database& database, const Item& item, std::vector<Candidate>& out) {
  if (item.domain.empty()) return {};
  return store::each_row(
      database.query(fmt::format("SELECT {} FROM subject_name n JOIN subject s ON s.id = "
                                 "n.subject_id WHERE n.name = ? AND s.level <= 2 "
                                 "ORDER BY s.level, s.id LIMIT ?",
                                 subject_columns),
                     flow::host_name(item.domain), candidates_max),
      [&](const Query& row) { add(out, row, "same_name"); });
}

std::optional<Denied> refusal(const Item& item, const Answer& answer, const Person& by) {
  static constexpr std::array<std::string_view, 5> actions{"open_case", "cannot_locate",
                                                           "misreport", "dealt_with", "reopen"};
  if (!identity::may(by.role, identity::Right::act))
    return Denied{Why::not_allowed, "your role only looks", "an analyst or an approver must"};
  if (std::ranges::find(actions, answer.action) == actions.end())
    return Denied{Why::wrong_input, fmt::format("no action is called {}", answer.action),
                  "see the description of the API"};
  if (answer.text.empty() || answer.text.size() > text_octets_max)
    return Denied{Why::wrong_input, "an answer needs a text",
                  "write what was looked at; of what cannot be located, which log is missing"};
  if ((answer.action == "reopen") == (item.status == "open"))
    return Denied{Why::conflict, item.status == "open" ? "it is open" : "it was answered already",
                  item.status == "open" ? "answer it" : "open it again first"};
  return std::nullopt;
}

// Whom the case is about: as named, or the host at the address, which nobody may have judged yet.
Result<std::variant<std::int64_t, Denied>> accused(store::Store& store, const Item& item,
                                                   const Answer& answer, Timestamp now) {
  if (answer.subject_id) return *answer.subject_id;
  if (item.source_address.empty())
    return Denied{Why::wrong_input, "the item names no source address",
                  "choose the subject that the case is about"};
  const auto number = store::subject_number(store.database(), {"host", item.source_address},
                                            item.last_seen.value_or(now));
  if (!number) return std::unexpected(number.error());
  return *number;
}

Outcome<Item> into_case(store::Store& store, Item item, const Answer& answer, const Person& by,
                        Timestamp now) {
  const auto subject = accused(store, item, answer, now);
  if (!subject) return std::unexpected(subject.error());
  if (const auto* denied = std::get_if<Denied>(&*subject)) return *denied;
  const std::int64_t id = std::get<std::int64_t>(*subject);
  const auto open = store.database().integer(
      "SELECT case_id FROM case_file WHERE subject_id = ? AND closed_ns IS NULL", id);
  if (!open) return std::unexpected(open.error());
  const auto list = notice_of(store, item.notice_id);
  if (!list) return std::unexpected(list.error());
  const std::string reason =
      fmt::format("notice {}, line {}: {}", (*list)->name, item.line, answer.text);
  casefile::Cases cases(store);
  auto file = *open ? cases.act(**open, {.action = "note", .text = reason}, by, now)
                    : cases.open(id, reason, by, now);
  if (!file) return std::unexpected(file.error());
  if (auto* denied = std::get_if<Denied>(&*file)) return std::move(*denied);
  item.status = "case";
  item.case_id = std::get<CaseFile>(*file).case_id;
  return item;
}

}  // namespace

Result<std::vector<Candidate>> candidates_of(store::Store& store, const Item& item) {
  std::vector<Candidate> out;
  Database& database = store.database();
  if (auto done = at_address(database, item, out); !done) return std::unexpected(done.error());
  for (const std::string_view column : {"destination_end", "source_end"})
    if (auto done = at_service(database, item, column, out); !done)
      return std::unexpected(done.error());
  if (auto done = with_name(database, item, out); !done) return std::unexpected(done.error());
  return out;
}

Outcome<Item> answer(store::Store& store, std::int64_t item_id, const Answer& answer,
                     const Person& by, Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  auto found = item_of(store, item_id);
  if (!found) return std::unexpected(found.error());
  if (!*found) return Denied{Why::not_found, "there is no such item", "reload the list"};
  Item item = std::move(**found);
  if (auto refused = refusal(item, answer, by)) return std::move(*refused);
  if (answer.action == "open_case") {
    auto opened = into_case(store, std::move(item), answer, by, now);
    if (!opened || std::holds_alternative<Denied>(*opened)) return opened;
    item = std::move(std::get<Item>(*opened));
  } else {
    item.status = answer.action == "reopen" ? "open" : answer.action;
    item.case_id.reset();
  }
  item.answer = answer.text;
  item.answered_by = by.name;
  if (auto kept = keep_answer(store.database(), item, now); !kept)
    return std::unexpected(kept.error());
  const auto noted = store::append_audit(
      store, {.at = now,
              .who = by.name,
              .what = "notice." + answer.action,
              .object = fmt::format("notice {} line {}", item.notice_id, item.line),
              .detail = answer.text});
  if (!noted) return std::unexpected(noted.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return item;
}

}  // namespace davy::notice
