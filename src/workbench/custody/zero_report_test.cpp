#include "workbench/custody/zero_report.hpp"

#include <gmock/gmock.h>

#include "workbench/custody/custody_test_support.hpp"
#include "workbench/report/findings.hpp"
#include "workbench/report/zero_document.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/settings.hpp"

namespace davy::custody {
namespace {

using report::Language;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::int64_t day = store::test_day + 100;  // of which the sample knows nothing

class Zero : public CustodyTest {
 protected:
  Zero() {
    for (const char* name : {"border", "dorms"})
      must(store::put_sensor(store, {name, "capture", store::at(0)}));
  }
  void alive(std::string sensor, std::int64_t first_hour, std::int64_t hours,
             double alive_s = 3'600) {
    std::vector<store::CoverageCell> cells;
    for (std::int64_t hour = 0; hour < hours; ++hour)
      cells.push_back({.sensor = sensor,
                       .hour = day * 24 + first_hour + hour,
                       .alive_s = alive_s,
                       .packets = 10,
                       .dropped_kernel = 1,
                       .clock_offset_ns = -2'000'000,
                       .pack_version = "built-in"});
    must(store::add_coverage(store, cells));
  }
  ZeroReport report(ZeroQuestion question) {
    const Maker later{.version = "0", .by = "li", .now = store::at(0, day + 30)};
    return must(zero_report(store, question, later, key));
  }
  ZeroReport report_of_day() {
    return report({.from = store::at(0, day), .to = store::at(0, day + 1)});
  }
  static std::string text_of(const ZeroReport& report, Language language = Language::en) {
    return report::terminal_text(report::zero_document(report, language), 200, false);
  }
  std::vector<std::string> failures(const ZeroReport& report) {
    const std::string json = must(zero_json(report, key));
    return failures_of(must(verify(json, {.key = key.public_key()})));
  }
};

TEST_F(Zero, SaysNothingWhereNobodyLooked) {
  const ZeroReport zero = report_of_day();
  EXPECT_EQ(zero.statement(), ZeroStatement::nobody_looked);
  ASSERT_EQ(zero.sensors.size(), 2u);
  ASSERT_EQ(zero.sensors[0].gaps.size(), 1u);
  EXPECT_EQ(zero.sensors[0].gaps[0].missing_s, 86'400);
  EXPECT_THAT(text_of(zero), HasSubstr("Nobody looked"));
  EXPECT_THAT(text_of(zero), HasSubstr("Never alive: border, dorms."));
  EXPECT_THAT(text_of(zero), Not(HasSubstr("Nothing was found")));
  EXPECT_THAT(text_of(zero, Language::zh), HasSubstr("无从判断"));
  EXPECT_THAT(failures(zero), IsEmpty());
}

TEST_F(Zero, OfFullCoverageSaysSo) {
  alive("border", 0, 24);
  alive("dorms", 0, 24, 3'590);  // ten seconds between two files are no gap
  const ZeroReport zero = report_of_day();
  EXPECT_EQ(zero.statement(), ZeroStatement::nothing_found);
  EXPECT_THAT(zero.sensors[0].gaps, IsEmpty());
  EXPECT_THAT(zero.sensors[1].gaps, IsEmpty());
  EXPECT_EQ(zero.sensors[0].packets, 240u);
  EXPECT_EQ(zero.sensors[0].dropped_kernel, 24u);
  EXPECT_EQ(zero.sensors[0].clock_offset_s, -0.002);
  EXPECT_THAT(zero.sensors[0].packs, ElementsAre("built-in"));
  EXPECT_THAT(text_of(zero), HasSubstr("Every hour of every sensor was covered"));
  EXPECT_THAT(text_of(zero), HasSubstr("99.86 %"));
  EXPECT_THAT(failures(zero), IsEmpty());
}

TEST_F(Zero, OfPartialCoverageTellsTheGapsAsPeriods) {
  alive("border", 2, 3);
  alive("border", 5, 1, 1'800);
  alive("border", 8, 16);
  const ZeroReport zero = report_of_day();
  EXPECT_EQ(zero.statement(), ZeroStatement::nothing_found);
  const std::vector<CoverageGap>& gaps = zero.sensors[0].gaps;
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0].from, store::at(0, day));
  EXPECT_EQ(gaps[0].to, store::at(2 * 3'600, day));
  EXPECT_EQ(gaps[1].from, store::at(5 * 3'600, day));
  EXPECT_EQ(gaps[1].to, store::at(8 * 3'600, day));
  EXPECT_EQ(gaps[1].missing_s, 1'800 + 2 * 3'600);
  EXPECT_DOUBLE_EQ(zero.share(), 19.5 / 48);
  EXPECT_THAT(text_of(zero), HasSubstr("40.62 %"));
  EXPECT_THAT(text_of(zero), HasSubstr("Never alive: dorms."));
  EXPECT_THAT(failures(zero), IsEmpty());
}

TEST_F(Zero, AsksTheSensorsThatItIsToldTo) {
  alive("border", 0, 24);
  const ZeroReport zero =
      report({.from = store::at(0, day), .to = store::at(0, day + 1), .sensors = {"border"}});
  EXPECT_EQ(zero.share(), 1);
  const auto unknown = zero_report(
      store, {.from = store::at(0, day), .to = store::at(0, day + 1), .sensors = {"roof"}},
      {.version = "0", .by = "li", .now = store::at(0, day + 30)}, key);
  EXPECT_THAT(store::message_of(unknown), HasSubstr("no sensor roof"));
}

TEST_F(Zero, TellsWhatCouldNotBeLookedFor) {
  const std::vector<store::CoverageCell> cells{
      {.sensor = "border",
       .hour = day * 24,
       .alive_s = 3'600,
       .pack_version = "built-in",
       .blind_bits = 1u << static_cast<unsigned>(report::Blindness::no_payload)}};
  must(store::add_coverage(store, cells));
  alive("border", 0, 1, 0);
  EXPECT_THAT(text_of(report_of_day()), HasSubstr("conversations (no payload)"));
}

TEST_F(Zero, WithFindingsIsNone) {
  const ZeroReport zero =
      report({.from = store::at(-86'400), .to = store::at(0, store::test_day + 2'000)});
  EXPECT_EQ(zero.statement(), ZeroStatement::found);
  ASSERT_FALSE(zero.findings.empty());
  EXPECT_EQ(zero.findings[0].name, "10.20.4.17");
  EXPECT_EQ(zero.findings[0].case_id, case_id);
  EXPECT_EQ(zero.findings[0].phase, "clue_analysis");
  EXPECT_THAT(text_of(zero), HasSubstr("this is no zero report"));
  EXPECT_THAT(failures(zero), IsEmpty());
}

TEST_F(Zero, DoesNotCountWhatTwoPeopleSetAside) {
  must(store.database().script(
      "UPDATE subject SET level = 3 WHERE name <> '10.20.4.17';"
      "UPDATE case_file SET closed_ns = 5, suppressed = 1, phase = 'closed', cause = 'misreport'"));
  const ZeroReport zero =
      report({.from = store::at(-86'400), .to = store::at(0, store::test_day + 2'000)});
  EXPECT_EQ(zero.counted(), 0u);
  EXPECT_EQ(zero.statement(), ZeroStatement::nothing_found);
  EXPECT_THAT(text_of(zero), HasSubstr("1 more were set aside by two people"));
  EXPECT_THAT(failures(zero), IsEmpty());
}

TEST_F(Zero, OfAUnitTellsItsOwnOnly) {
  must(store::set_unit(store, {"host", "10.20.4.17"}, "Physics"));
  ZeroQuestion question{
      .from = store::at(-86'400), .to = store::at(0, store::test_day + 2'000), .unit = "Physics"};
  EXPECT_EQ(report(question).findings.size(), 1u);
  question.unit = "Chemistry";
  EXPECT_THAT(report(question).findings, IsEmpty());
}

TEST_F(Zero, OfNoPeriodOrTheFutureIsRefused) {
  const Maker now{.version = "0", .by = "li", .now = store::at(600, day)};
  const auto said = [&](Timestamp from, Timestamp to) {
    return store::message_of(zero_report(store, {.from = from, .to = to}, now, key));
  };
  EXPECT_THAT(said(store::at(10), store::at(10)), HasSubstr("ends before it begins"));
  EXPECT_THAT(said(store::at(0, day), store::at(0, day + 1)), HasSubstr("has not begun yet"));
  EXPECT_THAT(said(store::at(0, day - 20'000), store::at(0, day)), HasSubstr("ten years"));
  EXPECT_EQ(said(store::at(0, day - 1), store::at(0, day + 1)), "no error");
}

TEST_F(Zero, ThatWasChangedDoesNotHold) {
  alive("border", 0, 2);
  const std::string json = must(zero_json(report_of_day(), key));
  for (std::size_t i = 0; i < json.size() - 1; i += 7) {
    std::string changed = json;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto found = verify(changed, {.key = key.public_key()});
    EXPECT_FALSE(found && found->holds()) << i << json.substr(i, 20);
  }
  EXPECT_THAT(failures(report_of_day()), IsEmpty());
  EXPECT_FALSE(verify(json.substr(0, json.size() / 2), {}));
}

// By its maker, who has the key.
TEST_F(Zero, ThatSaysMoreThanItsFiguresIsTold) {
  ZeroReport lying = report_of_day();
  lying.sensors[0].alive_s = 86'400;
  std::string json = must(zero_json(lying, key));
  const std::string told = "\"statement\":\"nothing_found_in_what_was_covered\"";
  ASSERT_THAT(json, HasSubstr(told));
  json.replace(json.find(told), told.size(), "\"statement\":\"nobody_looked\"");
  EXPECT_THAT(failures_of(must(verify(json, {}))), Contains(HasSubstr("from its figures follows")));
}

}  // namespace
}  // namespace davy::custody
