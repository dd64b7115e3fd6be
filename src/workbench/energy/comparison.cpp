#include "workbench/energy/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "workbench/energy/day_rows.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr double close = 0.01;
constexpr std::size_t day_text_octets = 10;  // "2020-04-15"

struct Mean {
  Interval sum;
  double days = 0;
  void add(const Interval& value, double weight = 1) {
    sum = sum + value * weight;
    days += weight;
  }
  Interval mean() const { return sum * (1 / days); }
};

// The same of what may be missing: a mean only where every part was there.
struct PublishedMean {
  std::array<Mean, 3> parts;
  double days = 0;
  void add(const PublishedFigures& value, double weight = 1) {
    days += weight;
    const std::array<std::optional<double>, 3> figures{value.lower, value.best, value.upper};
    for (std::size_t i = 0; i < 3; ++i)
      if (figures[i]) parts[i].add({0, *figures[i], 0}, weight);
  }
  std::optional<double> mean(std::size_t part) const {
    const bool whole = days > 0 && parts[part].days > days - 0.5;
    return whole ? std::optional{parts[part].mean().best} : std::nullopt;
  }
  PublishedFigures figures() const { return {mean(0), mean(1), mean(2)}; }
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::optional<ErrorSummary> summary(const std::vector<double>& errors) {
  if (errors.empty()) return std::nullopt;
  std::vector<double> absolute;
  for (const double error : errors) absolute.push_back(std::abs(error));
  const auto within = std::ranges::count_if(absolute, [](double e) { return e <= close; });
  return ErrorSummary{errors.size(), median(absolute), median(errors),
                      static_cast<double>(within) / static_cast<double>(errors.size())};
}

void summarise(Comparison& comparison) {
  std::array<std::vector<double>, 3> errors;
  const auto add = [&](std::size_t part, double computed, const std::optional<double>& published) {
    if (published) errors[part].push_back(computed / *published - 1);
  };
  for (const Compared& row : comparison.rows) {
    if (row.period.size() != day_text_octets) continue;
    add(0, row.computed.lower, row.published.lower);
    add(1, row.computed.best, row.published.best);
    add(2, row.computed.upper, row.published.upper);
  }
  for (std::size_t part = 0; part < 3; ++part) comparison.errors[part] = summary(errors[part]);
}

// Means of the years of which all days are computed and something is published for each.
template <typename Published>
void add_years(Comparison& comparison, std::span<const IndexDay> index, Published&& published) {
  std::map<int, std::pair<Mean, PublishedMean>> years;
  for (const IndexDay& day : index) {
    auto& [computed, told] = years[year_of(day.day)];
    computed.add(day.twh_per_year);
    told.add(published(day.day));
  }
  for (const auto& [year, means] : years) {
    const double days =
        static_cast<double>((first_of_year(year + 1) - first_of_year(year)).count());
    const PublishedFigures figures = means.second.figures();
    if (means.first.days < days - 0.5 || (!figures.best && !figures.lower)) continue;
    comparison.years.push_back({std::to_string(year), means.first.mean(), figures});
  }
}

std::map<std::string, Mean> by_month(std::span<const IndexDay> index) {
  std::map<std::string, Mean> months;
  for (const IndexDay& day : index)
    if (!day.warming_up) months[to_text(month_of(day.day))].add(day.twh_per_year);
  return months;
}

// Of a month that is whole.
std::optional<Interval> mean_of(const std::map<std::string, Mean>& months,
                                const PublishedRow& row) {
  const auto computed = months.find(std::string{row.period});
  const bool whole =
      computed != months.end() && computed->second.days > days_in(*parse_month(row.period)) - 0.5;
  return whole ? std::optional{computed->second.mean()} : std::nullopt;
}

std::optional<Interval> one_of(std::span<const IndexDay> index, const PublishedRow& row) {
  const auto day = parse_day(row.period);
  const auto found = std::ranges::lower_bound(index, *day, {}, &IndexDay::day);
  const bool known = found != index.end() && found->day == *day && !found->warming_up;
  return known ? std::optional{found->twh_per_year} : std::nullopt;
}

}  // namespace

std::string_view edition_for(Generation generation) {
  return generation == Generation::aged ? "revised" : "v1.2";
}

Comparison compare(std::span<const IndexDay> index, Generation generation) {
  Comparison out{generation, std::string{edition_for(generation)}, false, {}, {}, {}};
  const auto months = by_month(index);
  std::map<std::string_view, PublishedFigures> told;
  for (const PublishedRow& row : published_index()) {
    if (row.edition != out.edition) continue;
    if (row.is_month()) told[row.period] = row.twh;
    if (const auto computed = row.is_month() ? mean_of(months, row) : one_of(index, row))
      out.rows.push_back({std::string{row.period}, *computed, row.twh});
  }
  std::ranges::stable_sort(out.rows, {}, &Compared::period);
  summarise(out);
  add_years(out, index, [&](Day day) { return told[to_text(month_of(day))]; });
  return out;
}

Comparison compare(std::span<const IndexDay> index, Generation generation,
                   const PublishedSeries& published) {
  Comparison out{generation, published.source, true, {}, {}, {}};
  for (const IndexDay& day : index) {
    const PublishedDay* row = row_of(published.days, day.day);
    if (row != nullptr && !day.warming_up)
      out.rows.push_back({to_text(day.day), day.twh_per_year, row->twh});
  }
  summarise(out);
  add_years(out, index, [&](Day day) {
    const PublishedDay* row = row_of(published.days, day);
    return row != nullptr ? row->twh : PublishedFigures{};
  });
  return out;
}

}  // namespace davy::energy
