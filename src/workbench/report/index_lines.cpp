#include "workbench/energy/day_rows.hpp"
#include "workbench/report/energy_lines.hpp"
#include "workbench/report/energy_reports.hpp"

namespace davy::report {
namespace {

using energy::Generation;

void write_figures(JsonWriter& json, std::string_view name, const energy::PublishedFigures& twh) {
  json.key(name);
  json.begin_object();
  json.field("lower", twh.lower);
  json.field("best", twh.best);
  json.field("upper", twh.upper);
  json.field("unit", "TWh/a");
  json.end_object();
}

void write_computed(std::string& out, Generation generation, const energy::IndexDay& day,
                    const NetworkReport& report) {
  JsonWriter json(out);
  json.begin_object();
  json.field("event", "energy_network");
  json.field("basis", "computed");
  json.field("period", energy::to_text(day.day));
  json.field("model", name(generation));
  json.key("edition");
  json.null();
  write_figures(json, "electricity",
                {day.twh_per_year.lower, day.twh_per_year.best, day.twh_per_year.upper});
  json.field("price_usd_per_kwh", report.settings.price_usd_per_kwh);
  json.field("pays_below_j_per_gh", day.threshold_j_per_gh);
  json.field("devices", day.devices);
  json.field("carried", day.carried);
  json.field("warming_up", day.warming_up);
  json.key("gco2_per_kwh");
  json.null();
  json.field("source", report.inputs);
  json.key("date");
  json.null();
  json.end_object();
  out += '\n';
}

void write_published(std::string& out, const energy::PublishedRow& row) {
  JsonWriter json(out);
  json.begin_object();
  json.field("event", "energy_network");
  json.field("basis", "published");
  json.field("period", row.period);
  json.key("model");
  json.null();
  json.field("edition", row.edition);
  write_figures(json, "electricity", row.twh);
  json.field("price_usd_per_kwh", energy::index_price_usd_per_kwh);
  for (const std::string_view absent :
       {"pays_below_j_per_gh", "devices", "carried", "warming_up"}) {
    json.key(absent);
    json.null();
  }
  json.field("gco2_per_kwh", row.gco2_per_kwh);
  json.field("source", row.source);
  json.field("date", row.date);
  json.end_object();
  out += '\n';
}

void write_compared(std::string& out, const energy::Comparison& comparison,
                    const energy::Compared& row) {
  JsonWriter json(out);
  json.begin_object();
  json.field("event", "energy_comparison");
  json.field("period", row.period);
  json.field("model", name(comparison.generation));
  json.field("edition", comparison.edition);
  write_figures(json, "computed", {row.computed.lower, row.computed.best, row.computed.upper});
  write_figures(json, "published", row.published);
  json.end_object();
  out += '\n';
}

void write_share(std::string& out, const energy::MapShare& share) {
  JsonWriter json(out);
  json.begin_object();
  json.field("event", "energy_region");
  json.field("month", energy::to_text(share.month));
  json.field("edition", share.edition);
  json.field("level", share.level);
  json.field("region", share.name);
  json.text_or_null_field("within", share.within);
  json.field("share_percent", share.percent);
  const energy::Interval unseen = energy::unseen_bounds(share);
  json.key("share_bounds_percent");
  json.begin_object();
  json.field("lower", unseen.lower);
  json.field("upper", unseen.upper);
  json.end_object();
  json.key("electricity");
  json.begin_array();
  for (const energy::RegionEnergy& one : energy::energy_of(share)) {
    json.begin_object();
    json.field("edition", one.network.edition);
    write_figures(json, "network", one.network.twh);
    write_figures(json, "region", one.twh_per_year);
    json.end_object();
  }
  json.end_array();
  const energy::MapEdition* edition = energy::map_edition(share.edition);
  json.text_or_null_field("bias", edition != nullptr ? edition->bias : "");
  json.field("source", share.source);
  json.field("date", share.date);
  json.end_object();
  out += '\n';
}

}  // namespace

std::string network_lines(const NetworkReport& report) {
  std::string out;
  for (std::size_t i = 0; i < energy::generations; ++i) {
    for (const energy::IndexDay& day : report.index[i]) {
      const bool shown =
          report.date ? day.day == *report.date : day.day >= report.from && day.day <= report.to;
      if (shown) write_computed(out, static_cast<Generation>(i), day, report);
    }
  }
  for (const energy::PublishedRow& row : report.published) write_published(out, row);
  for (const energy::Comparison& comparison : report.comparisons) {
    for (const energy::Compared& row : comparison.years) write_compared(out, comparison, row);
    for (const energy::Compared& row : comparison.rows) write_compared(out, comparison, row);
  }
  return out;
}

std::string region_lines(const RegionReport& report) {
  std::string out;
  for (const energy::MapShare& share : report.shares) write_share(out, share);
  return out;
}

}  // namespace davy::report
