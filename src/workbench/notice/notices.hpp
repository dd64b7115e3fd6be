// Lists that an authority sends: exit address, time, and what it saw there. Each item is looked up in what we found, and answered.
//
// Units:   times are UTC; days are texts, 2026-11-30.
// Shape:   an item's candidates are subjects of ours: the host at its source address; hosts that talked to its destination at that
//          time, or at another; hosts that were in touch with its domain, or a
//          name below it. A look-up of a name alone says little, and stays marked as one.
//          Rows of one list that say the same are one item. An item that an earlier list had, and that is in an open case, is in it.
// Errors:  Denied and ImportOutcome say what is not done and why; errors are the store's.
// Bounds:  notice_items_max items of a list, candidates_max candidates of an item, notices_max lists.
// Threads: of the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verdict/verdict.hpp"
#include "workbench/casefile/cases.hpp"
#include "workbench/store/page.hpp"
#include "workbench/table/headed_table.hpp"

namespace davy::notice {

inline constexpr std::size_t notice_items_max = 50'000;
inline constexpr std::int64_t notices_max = 5'000;
inline constexpr std::size_t candidates_max = 20;
inline constexpr unsigned answer_working_days = 5;  // where the list names no day

using casefile::Denied;
using casefile::Outcome;

struct NoticeForm {
  std::string name = {};
  std::string issuer = {};
  std::string list_class = "full";  // "full", "priority"
  std::string due_on = {};          // "": answer_working_days from now
  std::string time_zone = {};       // IANA; "": UTC
};

struct Notice {
  std::int64_t notice_id = 0;
  std::string name = {};
  std::string issuer = {};
  std::string list_class = {};
  Timestamp taken_at = {};
  std::string due_on = {};
  std::int64_t items = 0;
  std::int64_t answered = 0;

  bool is_overdue(Timestamp now) const;
};

struct Item {
  std::int64_t item_id = 0;
  std::int64_t notice_id = 0;
  std::int64_t line = 0;
  std::string indicator = "unknown";  // "address", "domain", "look_up"
  std::string source_address = {};
  std::optional<std::int64_t> source_port = {};
  std::string destination_address = {};
  std::optional<std::int64_t> destination_port = {};
  std::string domain = {};
  std::string coin = {};
  std::optional<Timestamp> first_seen = {};
  std::optional<Timestamp> last_seen = {};
  std::optional<std::int64_t> times = {};
  std::int64_t lists = 1;
  std::string status = "open";  // "case", "cannot_locate", "misreport", "dealt_with"
  std::optional<std::int64_t> case_id = {};
  std::string answer = {};
  std::string answered_by = {};
};

struct Imported {
  Notice notice = {};
  std::size_t rows = 0;      // items taken
  std::size_t repeated = 0;  // of them, in an earlier list too
  std::vector<table::Heading> columns = {};
  std::vector<table::RefusedRow> refused = {};
};
Outcome<Imported> import_notice(store::Store& store, std::string_view table, const NoticeForm& form,
                                const identity::Person& by, Timestamp now);

Result<std::vector<Notice>> notices(
    store::Store& store);  // what is due first, and then what is answered
Result<std::optional<Notice>> notice_of(store::Store& store, std::int64_t notice_id);
using ItemPage = store::Page<Item, std::int64_t>;
Result<ItemPage> items_of(store::Store& store, std::int64_t notice_id,
                          std::optional<std::int64_t> after, std::size_t limit);
Result<std::optional<Item>> item_of(store::Store& store, std::int64_t item_id);

struct Candidate {
  std::int64_t subject_id = 0;
  std::string name = {};
  verdict::Level level = verdict::Level::unknown;
  std::string_view why =
      {};  // "same_address", "same_service", "same_service_other_time", "same_name"
  std::string unit = {};
  std::optional<std::int64_t> case_id = {};
};
// Best first.
Result<std::vector<Candidate>> candidates_of(store::Store& store, const Item& item);

struct Answer {
  std::string action = {};  // "open_case", "cannot_locate", "misreport", "dealt_with", "reopen"
  std::optional<std::int64_t> subject_id = {};
  std::string text = {};
};
Outcome<Item> answer(store::Store& store, std::int64_t item_id, const Answer& answer,
                     const identity::Person& by, Timestamp now);

// CSV in UTF-8 with a heading: each item with what became of it.
Result<std::string> feedback(store::Store& store, std::int64_t notice_id);

}  // namespace davy::notice
