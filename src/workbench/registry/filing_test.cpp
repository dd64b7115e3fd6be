#include "workbench/registry/filing.hpp"

#include <gtest/gtest.h>

#include <set>

#include "workbench/registry/exemptions.hpp"
#include "workbench/registry/places.hpp"
#include "workbench/registry/working_days.hpp"

namespace davy::registry {
namespace {

Day day(std::string_view text) { return *energy::parse_day(text); }

TEST(Filing, every_status_can_be_reached_and_left_but_for_the_last) {
  std::set<Status> reached{Status::draft};
  for (std::size_t round = 0; round < statuses; ++round)
    for (const Status from : std::set<Status>{reached})
      for (const FilingStep& step : steps_from(from)) reached.insert(step.to);
  EXPECT_EQ(reached.size(), statuses);
  for (std::size_t i = 0; i < statuses; ++i) {
    const auto status = static_cast<Status>(i);
    EXPECT_EQ(steps_from(status).empty(), status == Status::retired) << name(status);
    EXPECT_EQ(status_named(name(status)), status);
  }
}

TEST(Filing, nothing_gets_past_a_gate) {
  // Whoever acts alone comes as far as submitting.
  std::set<Status> reached{Status::draft};
  for (std::size_t round = 0; round < statuses; ++round)
    for (const Status from : std::set<Status>{reached})
      for (const FilingStep& step : steps_from(from))
        if (may_take(step, identity::Role::analyst)) reached.insert(step.to);
  EXPECT_EQ(reached, (std::set{Status::draft, Status::submitted, Status::retired}));
}

TEST(Filing, tables_name_statuses_in_two_languages) {
  EXPECT_EQ(status_named("运行中"), Status::operating);
  EXPECT_EQ(status_named(""), Status::filed);
  EXPECT_FALSE(status_named("somewhere"));
}

TEST(WorkingDays, weekends_holidays_and_days_worked_instead) {
  WorkingDays days;
  EXPECT_EQ(days.after(day("2026-11-27"), 1), day("2026-11-30"));  // a Friday
  EXPECT_EQ(days.after(day("2026-11-27"), 6), day("2026-12-07"));
  days.set(day("2026-11-30"), false);
  EXPECT_EQ(days.after(day("2026-11-27"), 1), day("2026-12-01"));
  days.set(day("2026-11-28"), true);
  EXPECT_EQ(days.after(day("2026-11-27"), 1), day("2026-11-28"));
  EXPECT_EQ(days.after(day("2026-11-27"), 0), day("2026-11-27"));
}

TEST(WorkingDays, a_table_on_which_nobody_ever_works_ends) {
  WorkingDays days;
  for (Day d = day("2026-01-01"); d < day("2036-01-01"); d += std::chrono::days{1})
    days.set(d, false);
  EXPECT_GT(days.after(day("2026-01-01"), 3), day("2031-01-01"));
}

Exemption exemption() {
  return {.coins = {"Monero"},
          .power_cap_kw = 2.0,
          .first_day = "2026-01-01",
          .last_day = "2026-06-30"};
}

TEST(Exemptions, one_step_outside_is_outside) {
  const SeenMining inside{.coins = {"XMR"}, .power_kw = 2.0, .last_day = day("2026-06-30")};
  EXPECT_EQ(outside_of(exemption(), inside), "");
  SeenMining other = inside;
  other.coins.push_back("BTC");
  EXPECT_EQ(outside_of(exemption(), other), "BTC is not one of its coins");
  other = inside;
  other.power_kw = 2.5;
  EXPECT_EQ(outside_of(exemption(), other), "2.5 kW are more than its 2 kW");
  other = inside;
  other.last_day = day("2026-07-01");
  EXPECT_EQ(outside_of(exemption(), other), "after its last day, 2026-06-30");
  other.last_day = day("2025-12-31");
  EXPECT_EQ(outside_of(exemption(), other), "before its first day, 2026-01-01");
}

TEST(Exemptions, what_cannot_be_told_is_not_outside) {
  EXPECT_EQ(outside_of(exemption(), {.last_day = day("2026-02-01")}), "");
  Exemption any = exemption();
  any.coins.clear();
  any.power_cap_kw.reset();
  EXPECT_EQ(outside_of(any, {.coins = {"BTC"}, .power_kw = 900, .last_day = day("2026-02-01")}),
            "");
}

TEST(Exemptions, days_decide_whether_one_holds) {
  Exemption one = exemption();
  one.status = "approved";
  EXPECT_EQ(one.status_on(day("2026-01-01")), "in_force");
  EXPECT_EQ(one.status_on(day("2026-06-30")), "in_force");
  EXPECT_EQ(one.status_on(day("2026-07-01")), "expired");
  EXPECT_EQ(one.status_on(day("2025-12-31")), "not_yet");
  one.status = "refused";
  EXPECT_EQ(one.status_on(day("2026-02-01")), "refused");
}

TEST(Places, a_unit_and_all_below_it_also_in_a_circle) {
  const std::vector<Unit> units{{.name = "university"},
                                {.name = "physics", .parent = "university"},
                                {.name = "optics", .parent = "physics"},
                                {.name = "hen", .parent = "egg"},
                                {.name = "egg", .parent = "hen"}};
  EXPECT_EQ(unit_and_below(units, "physics"), (std::set<std::string>{"physics", "optics"}));
  EXPECT_EQ(unit_and_below(units, "university").size(), 3u);
  EXPECT_EQ(unit_and_below(units, "egg"), (std::set<std::string>{"egg", "hen"}));
  EXPECT_EQ(unit_and_below(units, "nobody").size(), 1u);
}

}  // namespace
}  // namespace davy::registry
