#include "workbench/casefile/case_json.hpp"

#include "workbench/casefile/measures.hpp"

namespace davy::casefile {
namespace {

using report::JsonWriter;

void write_evidence(JsonWriter& json, const CaseFile& file, Element element) {
  json.key(name(element));
  json.begin_array();
  for (const Evidence& item : file.evidence) {
    if (item.element != element) continue;
    json.begin_object();
    json.field("at", to_rfc3339(item.at));
    json.field("by", item.by);
    json.field("text", item.text);
    json.end_object();
  }
  json.end_array();
}

void write_log(JsonWriter& json, const CaseFile& file) {
  json.key("log");
  json.begin_array();
  for (const LogLine& line : file.log) {
    json.begin_object();
    json.field("at", to_rfc3339(line.at));
    json.field("by", line.by);
    json.field("action", line.action);
    json.field("text", line.text);
    json.end_object();
  }
  json.end_array();
}

void write_waiting(JsonWriter& json, const CaseFile& file) {
  json.key("waits_for_second_person");
  if (!file.waiting) return json.null();
  json.begin_object();
  json.field("action", file.waiting->action);
  json.field("by", file.waiting->by);
  json.field("reason", file.waiting->reason);
  json.field("at", to_rfc3339(file.waiting->at));
  json.end_object();
}

void write_explanations(JsonWriter& json, const CaseFile& file) {
  json.key("explanations");
  json.begin_array();
  for (const Explanation& one : file.explanations) {
    json.begin_object();
    json.field("explanation", one.explanation);
    json.field("excluded", one.excluded);
    json.field("at", to_rfc3339(one.at));
    json.field("by", one.by);
    json.field("text", one.text);
    json.end_object();
  }
  json.end_array();
}

void write_measures(JsonWriter& json, const CaseFile& file) {
  json.text_or_null_field("measure", file.measure);
  json.key("measures");
  json.begin_array();
  if (file.is_open())
    for (const Measure* possible : measures_after(file.measure)) json.value(possible->name);
  json.end_array();
}

void write_identity(JsonWriter& json, const CaseFile& file) {
  json.key("identity");
  json.begin_object();
  json.field("recorded", !file.identity.text.empty());
  json.text_or_null_field("opened_at",
                          file.identity.opened_at ? to_rfc3339(*file.identity.opened_at) : "");
  json.text_or_null_field("text", file.identity.opened_at ? file.identity.text : "");
  json.end_object();
}

}  // namespace

void write_work(JsonWriter& json, const CaseFile& file, Timestamp now) {
  json.field("phase", name(file.phase));
  json.field("next_step", file.next_step());
  json.field("cause", name(file.cause));
  json.field("owner", file.owner);
  json.field("opened_at", to_rfc3339(file.opened_at));
  json.field("opened_by", file.opened_by);
  json.field("due_at", to_rfc3339(file.due_at));
  json.field("overdue", file.is_overdue(now));
  write_waiting(json, file);
  json.key("evidence");
  json.begin_object();
  for (const Element element : {Element::device, Element::software, Element::pool_access})
    write_evidence(json, file, element);
  json.end_object();
  write_explanations(json, file);
  write_measures(json, file);
  write_identity(json, file);
  write_log(json, file);
}

}  // namespace davy::casefile
