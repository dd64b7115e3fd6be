// Of the subject itself: case, verdict, signals, flows.
#include <fmt/format.h>

#include "workbench/casefile/case_json.hpp"
#include "workbench/custody/evidence_files.hpp"
#include "workbench/store/flows.hpp"
#include "workbench/store/signals.hpp"
#include "workbench/store/supports.hpp"

namespace davy::custody {
namespace {

using report::JsonWriter;

// `write` fills an object on a line of its own.
template <class Write>
void add_line(std::string& text, Write write) {
  JsonWriter json(text);
  json.begin_object();
  write(json);
  json.end_object();
  text += '\n';
}

// What a double is, to the last bit: a verdict is derived from it again.
void exact_field(JsonWriter& json, std::string_view name, double number) {
  json.key(name);
  json.raw(fmt::format("{}", number));
}

void write_window(JsonWriter& json, Timestamp first, Timestamp last) {
  json.field("window_first", to_rfc3339(first));
  json.field("window_last", to_rfc3339(last));
}

void write_signal(JsonWriter& json, const store::StoredSignal& signal) {
  json.field("detector", signal.detector);
  json.field("independence_group", signal.independence_group);
  json.field("sensor", signal.sensor);
  json.field("observed_at", to_rfc3339(signal.observed_at));
  write_window(json, signal.window_first, signal.window_last);
  exact_field(json, "strength_nats", signal.strength_nats);
  json.field("evidence", signal.evidence);
  json.field("input", signal.input);
  json.field("pack", signal.pack_version);
  json.field("times", signal.times);
}

void write_support(JsonWriter& json, const store::StoredSupport& support) {
  json.begin_object();
  json.field("independence_group", support.group);
  json.field("detector", support.detector);
  json.field("basis", signal::name(support.basis));
  exact_field(json, "strength_nats", support.strength_nats);
  write_window(json, support.window_first, support.window_last);
  json.end_object();
}

// Every page of what `page_after(cursor)` gives, until `take` has had enough.
template <class Cursor, class PageAfter, class Take>
Result<void> each_page(PageAfter page_after, Take take) {
  std::optional<Cursor> cursor;
  while (true) {
    const auto page = page_after(cursor);
    if (!page) return std::unexpected(page.error());
    if (!take(page->rows) || !page->next) return {};
    cursor = page->next;
  }
}

}  // namespace

std::string case_file(const Accused& accused, Timestamp now) {
  std::string text;
  add_line(text, [&](JsonWriter& json) {
    json.field("case_id", static_cast<std::uint64_t>(accused.file.case_id));
    json.field("subject_kind", accused.detail.subject.key.kind);
    json.field("subject", accused.detail.subject.key.name);
    casefile::write_work(json, accused.file, now);
  });
  return text;
}

std::string subject_file(const Accused& accused, std::uint64_t signals_left_out) {
  const store::StoredSubject& subject = accused.detail.subject;
  std::string text;
  add_line(text, [&](JsonWriter& json) {
    json.field("kind", subject.key.kind);
    json.field("name", subject.key.name);
    json.text_or_null_field("unit", subject.unit);
    json.text_or_null_field("coin", subject.coin);
    json.text_or_null_field("dialect", subject.dialect);
    json.field("first_seen", to_rfc3339(subject.first_seen));
    json.field("last_seen", to_rfc3339(subject.last_seen));
    json.field("flows", subject.flows);
    json.field("flows_left_out", subject.flows_left_out);
    json.field("signals_left_out", signals_left_out);
    json.key("event");
    accused.detail.event.empty() ? json.null() : json.raw(accused.detail.event);
  });
  return text;
}

Result<std::string> verdict_file(store::Store& store, const Accused& accused) {
  const store::StoredSubject& subject = accused.detail.subject;
  const auto supports = store::supports_of(store, subject.id);
  if (!supports) return std::unexpected(supports.error());
  std::string text;
  add_line(text, [&](JsonWriter& json) {
    json.field("level", verdict::name(subject.level));
    exact_field(json, "probability", subject.probability);
    exact_field(json, "prior_nats", verdict::prior_nats);
    exact_field(json, "attempt_nats_max", verdict::attempt_nats_max);
    json.key("signals");
    json.begin_array();
    for (const store::StoredSupport& support : *supports) write_support(json, support);
    json.end_array();
  });
  return text;
}

Result<std::string> history_lines(store::Store& store, const Accused& accused) {
  std::string text;
  const auto done = each_page<std::int64_t>(
      [&](auto after) {
        return store::verdict_changes_of(store, accused.detail.subject.id, after, 1'000);
      },
      [&](const std::vector<store::VerdictChange>& rows) {
        for (const store::VerdictChange& change : rows)
          add_line(text, [&](JsonWriter& json) {
            json.field("at", to_rfc3339(change.at));
            json.field("level", verdict::name(change.level));
            exact_field(json, "probability", change.probability);
          });
        return text.size() < archive_file_octets_max / 2;
      });
  if (!done) return std::unexpected(done.error());
  return text;
}

Result<SignalLines> signal_lines(store::Store& store, const Accused& accused) {
  SignalLines out;
  std::size_t kept = 0;
  const auto done = each_page<store::SignalCursor>(
      [&](auto after) { return store::signals_of(store, accused.detail.subject.id, after, 1'000); },
      [&](const std::vector<store::StoredSignal>& rows) {
        for (const store::StoredSignal& signal : rows) {
          if (++kept > evidence_signals_max)
            ++out.left_out;
          else
            add_line(out.lines, [&](JsonWriter& json) { write_signal(json, signal); });
        }
        return true;
      });
  if (!done) return std::unexpected(done.error());
  return out;
}

// limits::store_flows_per_subject_max of them at most.
Result<std::string> flow_lines(store::Store& store, const Accused& accused) {
  std::string text;
  const auto done = each_page<std::int64_t>(
      [&](auto after) { return store::flows_of(store, accused.detail.subject.id, after, 1'000); },
      [&](const std::vector<store::StoredFlow>& rows) {
        for (const store::StoredFlow& flow : rows)
          if (!flow.event.empty()) text += flow.event + '\n';
        return true;
      });
  if (!done) return std::unexpected(done.error());
  return text;
}

}  // namespace davy::custody
