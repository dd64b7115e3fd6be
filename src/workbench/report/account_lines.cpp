#include "workbench/report/energy_lines.hpp"
#include "workbench/report/energy_reports.hpp"

namespace davy::report {
namespace {

using energy::Interval;

void write_item(std::string& out, const energy::AccountItem& item) {
  const energy::FoundMining& found = item.found;
  JsonWriter json(out);
  json.begin_object();
  json.field("event", "energy_item");
  json.key("subject");
  json.begin_object();
  json.field("kind", found.subject_kind);
  json.field("id", found.subject);
  json.end_object();
  json.text_or_null_field("flow", found.detail);
  json.field("verdict", name(found.certainty));
  json.field("basis", found.measured ? "measured" : "estimated");
  json.field("first", to_rfc3339(found.first));
  json.field("last", to_rfc3339(found.last));
  json.field("hours", item.hours);
  json.field("extrapolated", item.extrapolated);
  json.field("at_least", found.at_least);
  found.kw ? write_quantity(json, "power", *found.kw, "kW") : json.text_or_null_field("power", "");
  write_quantity(json, "energy", item.kwh, "kWh");
  json.key("years");
  json.begin_array();
  for (const energy::YearPart& part : item.parts) {
    json.begin_object();
    json.field("year", static_cast<unsigned>(part.year));
    write_quantity(json, "energy", part.kwh, "kWh");
    json.end_object();
  }
  json.end_array();
  json.text_or_null_field("algorithm", found.algorithm);
  json.text_or_null_field("same_as_meter", item.same_as);
  json.end_object();
  out += '\n';
}

void write_coal(JsonWriter& json, std::string_view key, const energy::CoalRate& rate,
                const Interval& tce) {
  json.key(key);
  json.begin_object();
  json.field("gce_per_kwh", rate.gce_per_kwh);
  json.field("basis", name(rate.basis));
  json.field("source", rate.source);
  write_quantity(json, "coal", tce, "tce");
  json.end_object();
}

void write_carbon(JsonWriter& json, const energy::YearAccount& year) {
  json.key("carbon_dioxide");
  const auto tonnes = year.tco2();
  if (!tonnes) return json.null();
  const energy::GridFactor& factor = year.factor->factor;
  json.begin_object();
  json.field("kg_per_kwh", factor.kg_per_kwh);
  json.field("region", factor.name);
  json.field("kind", factor.kind);
  json.key("factor_year");
  factor.year == 0 ? json.null() : json.value(static_cast<unsigned>(factor.year));
  json.field("of_another_year", year.factor->other_year());
  json.field("source", factor.source);
  json.text_or_null_field("date", factor.date);
  write_quantity(json, "mass", *tonnes, "t");
  json.end_object();
}

void write_years(JsonWriter& json, const energy::Account& account) {
  json.key("years");
  json.begin_array();
  for (const energy::YearAccount& year : account.years) {
    json.begin_object();
    json.field("year", static_cast<unsigned>(year.year));
    write_quantity(json, "measured", year.measured_kwh, "kWh");
    write_quantity(json, "estimated", year.estimated_kwh, "kWh");
    write_coal(json, "coal_supply", year.supply, year.tce_supply());
    write_coal(json, "coal_calorific", year.calorific, year.tce_calorific());
    write_carbon(json, year);
    json.end_object();
  }
  json.end_array();
}

void write_by_verdict(JsonWriter& json, const energy::Account& account) {
  json.key("by_verdict");
  json.begin_object();
  for (std::size_t i = 0; i < energy::certainties; ++i) {
    json.key(name(static_cast<energy::Certainty>(i)));
    json.begin_object();
    write_quantity(json, "measured", account.measured_kwh[i], "kWh");
    write_quantity(json, "estimated", account.estimated_kwh[i], "kWh");
    json.end_object();
  }
  json.end_object();
}

void write_sensitivity(JsonWriter& json, const energy::Account& account) {
  json.key("sensitivity");
  json.begin_array();
  for (const energy::Sensitivity& line : account.sensitivity) {
    const energy::GridFactor& factor = line.factor.factor;
    json.begin_object();
    json.field("region", factor.name);
    json.field("kind", factor.kind);
    json.field("factor_year", static_cast<unsigned>(factor.year));
    json.field("kg_per_kwh", factor.kg_per_kwh);
    json.field("best_t", line.tco2_best);
    json.field("source", factor.source);
    json.field("date", factor.date);
    json.end_object();
  }
  json.end_array();
}

void write_surcharge(JsonWriter& json, const energy::Surcharge& due) {
  json.key("surcharge");
  if (due.rule == nullptr) return json.null();
  json.begin_object();
  json.field("document", due.rule->document);
  json.field("status", due.rule->status);
  json.field("from", energy::to_text(due.rule->from));
  json.field("covers", due.rule->covers);
  json.field("cny_per_kwh", due.rule->value);
  write_quantity(json, "energy", due.kwh, "kWh");
  write_quantity(json, "amount", due.cny, "CNY");
  json.field("billed_kwh", due.billed_kwh);
  json.field("billed_cny", due.billed_cny);
  json.end_object();
}

void write_money(JsonWriter& json, const energy::Account& account) {
  json.key("cost_at_tariff");
  if (account.cost_cny) {
    json.begin_object();
    json.field("lower", account.cost_cny->lower);
    json.field("best", account.cost_cny->best);
    json.field("upper", account.cost_cny->upper);
    json.field("unit", "CNY");
    json.end_object();
  } else {
    json.null();
  }
  write_quantity(json, "cost_at_index_price", account.cost_usd, "USD");
  write_surcharge(json, account.surcharge);
  json.key("double_count");
  if (account.double_count.rule == nullptr) return json.null();
  json.begin_object();
  json.field("document", account.double_count.rule->document);
  json.field("times", account.double_count.rule->value);
  json.field("findings", account.double_count.findings);
  write_quantity(json, "energy", account.double_count.kwh, "kWh");
  json.end_object();
}

void write_peak(JsonWriter& json, const energy::Account& account) {
  json.key("peak");
  if (!account.peak) return json.null();
  json.begin_object();
  json.field("from", to_rfc3339(account.peak->from));
  json.field("to", to_rfc3339(account.peak->to));
  json.field("asked", account.peak->asked);
  for (std::size_t i = 0; i < energy::certainties; ++i)
    write_quantity(json, name(static_cast<energy::Certainty>(i)), account.peak->kw[i], "kW");
  json.field("at_least", account.peak->at_least);
  json.end_object();
}

void write_rates(JsonWriter& json, const energy::Account& account) {
  json.key("hash_rates");
  json.begin_array();
  for (const auto& [algorithm, rate] : account.rates) {
    json.begin_object();
    json.field("algorithm", algorithm);
    json.field("findings", rate.findings);
    write_quantity(json, "hash_rate", rate.hashes_per_s, "H/s");
    json.end_object();
  }
  json.end_array();
}

void write_read(JsonWriter& json, const AccountReport& report) {
  const auto& read = report.read;
  json.key("read");
  json.begin_object();
  json.field("lines", read.lines);
  json.field("findings", read.findings);
  json.field("other_events", read.other);
  json.field("malformed", read.malformed);
  json.field("unusable", read.unusable);
  json.field("host_verdicts", read.hosts);
  json.field("without_electricity", read.without_electricity);
  json.field("repeated", read.repeated);
  json.field("left_out", read.left_out);
  json.field("less_sure", report.account.left_by_certainty);
  json.field("not_added", report.account.not_added);
  json.end_object();
}

void write_account(std::string& out, const AccountReport& report) {
  const energy::Account& account = report.account;
  JsonWriter json(out);
  json.begin_object();
  json.field("event", "energy_account");
  json.text_or_null_field("region", report.settings.region);
  json.field("findings", account.accounted());
  write_quantity(json, "measured", account.measured(), "kWh");
  write_quantity(json, "estimated", account.estimated(), "kWh");
  write_by_verdict(json, account);
  write_years(json, account);
  write_quantity(json, "coal_supply", account.tce_supply(), "tce");
  write_quantity(json, "coal_calorific", account.tce_calorific(), "tce");
  const auto tonnes = account.tco2();
  tonnes ? write_quantity(json, "carbon_dioxide", *tonnes, "t")
         : json.text_or_null_field("carbon_dioxide", "");
  json.key("remedies");
  json.begin_array();
  for (const energy::FactorGap& gap : account.gaps) json.value(gap.message);
  json.end_array();
  write_sensitivity(json, account);
  write_money(json, account);
  write_peak(json, account);
  write_rates(json, account);
  write_read(json, report);
  json.end_object();
  out += '\n';
}

std::string_view reason_name(energy::NotIdentifiable reason) {
  constexpr std::array<std::string_view, 6> names{"",
                                                  "nothing_known_of_mining",
                                                  "growth_may_be_nothing",
                                                  "mining_may_exceed_growth",
                                                  "others_contradict",
                                                  "says_nothing"};
  return names[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string account_lines(const AccountReport& report) {
  std::string out;
  for (const energy::AccountItem& item : report.account.items) write_item(out, item);
  write_account(out, report);
  return out;
}

std::string attribution_lines(const AttributionReport& report) {
  std::string out;
  JsonWriter json(out);
  const auto maybe = [&](std::string_view key, const std::optional<Interval>& value,
                         std::string_view unit) {
    value ? write_quantity(json, key, *value, unit) : json.text_or_null_field(key, "");
  };
  json.begin_object();
  json.field("event", "energy_attribution");
  json.text_or_null_field("region", report.region);
  json.field("resource", report.resource == Resource::coal ? "coal" : "electricity");
  write_quantity(json, "before", report.input.before, report.unit);
  write_quantity(json, "after", report.input.after, report.unit);
  write_quantity(json, "growth", report.result.growth, report.unit);
  maybe("measured", report.input.measured, report.unit);
  json.text_or_null_field("measured_from", report.measured_from);
  maybe("estimated", report.input.estimated, report.unit);
  json.text_or_null_field("estimated_from", report.estimated_from);
  maybe("other_causes", report.input.others, report.unit);
  json.field("began_before", report.before_growth);
  maybe("measured_share", report.result.measured_share, "1");
  maybe("estimated_share", report.result.estimated_share, "1");
  maybe("share", report.result.share, "1");
  json.text_or_null_field("not_identifiable", reason_name(report.result.reason));
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace davy::report
