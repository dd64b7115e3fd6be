#include "workbench/report/json_loads.hpp"

#include <string>

#include "workbench/report/json_parts.hpp"

namespace davy::report {
namespace {

// Left open, for what else belongs to it.
void begin_interval(JsonWriter& json, std::string_view name, const energy::Interval& interval,
                    std::string_view unit) {
  json.key(name);
  json.begin_object();
  write_interval(json, interval, unit);
}

void write_onset(JsonWriter& json, const JudgedLoad& load) {
  json.key("onset");
  json.begin_object();
  json.field("lower", to_rfc3339(load.onset.lower));
  json.field("best", to_rfc3339(load.onset.best));
  json.field("upper", to_rfc3339(load.onset.upper));
  json.field("before_record", load.onset_before_record);
  json.end_object();
}

void write_electricity(JsonWriter& json, const JudgedLoad& load) {
  json.key("electricity");
  json.begin_object();
  json.field("detector", load.detector);
  json.field("pattern", load.pattern);
  write_onset(json, load);
  json.field("last", to_rfc3339(load.last_seen));
  json.field("still_there", load.still_there);
  begin_interval(json, "power", load.kw, "kW");
  json.field("at_least", load.at_least);
  json.end_object();
  begin_interval(json, "energy", load.kwh, "kWh");
  json.end_object();
  begin_interval(json, "machines", load.machines, "");
  json.field("hardware", load.hardware);
  json.end_object();
  json.text_or_null_field("filed_system", load.system);
  json.field("filed_kw", load.filed_kw);
  json.field("contracted_kw", load.contracted_kw);
  json.key("also_possible");
  json.begin_array();
  for (const AlsoPossible what : load.also_possible) json.value(name(what));
  json.end_array();
  json.key("settled_by");
  json.begin_array();
  for (const Settles what : load.settles) json.value(name(what));
  json.end_array();
  json.end_object();
}

}  // namespace

void write_loads(JsonWriter& json, const JudgedSubject& subject, const Findings& findings) {
  if (subject.kind == SubjectKind::meter && !subject.loads.empty())
    write_electricity(json, findings.loads[subject.loads.front()]);
  if (subject.kind != SubjectKind::system) return;
  json.key("meters");
  json.begin_array();
  for (const std::size_t load : subject.loads) json.value(findings.loads[load].meter);
  json.end_array();
}

void write_related_load(JsonWriter& json, const JudgedLoad& load) {
  json.begin_object();
  json.field("event", "related_subject");
  json.key("subject");
  json.begin_object();
  json.field("kind", "meter");
  json.field("id", load.meter);
  json.end_object();
  json.field("class", load.cleared_as);
  json.field("verdict", verdict::name(load.verdict.level));
  write_reasons(json, load.verdict, [](const std::string& evidence) { return evidence; });
  write_electricity(json, load);
  json.end_object();
}

void write_meters(JsonWriter& json, const Coverage& coverage) {
  if (!coverage.meters) return;
  json.key("meters");
  json.begin_object();
  json.field("meters", coverage.meters->meters);
  json.field("readings", coverage.meters->readings);
  json.field("understood", coverage.meters->understood);
  json.key("flaws");
  json.begin_object();
  for (std::size_t i = 0; i < power::flaw_kinds; ++i) {
    const auto flaw = static_cast<power::Flaw>(i);
    if (coverage.meters->quality[flaw] > 0)
      json.field(power::name(flaw), coverage.meters->quality[flaw]);
  }
  json.end_object();
  json.end_object();
}

}  // namespace davy::report
