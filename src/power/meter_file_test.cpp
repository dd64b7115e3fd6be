#include "power/meter_file.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "power/calendar.hpp"
#include "power/meter_file_test_support.hpp"

namespace davy::power {
namespace {

const std::string interval =
    "<IntervalReading><timePeriod><duration>{}</duration><start>{}</start></timePeriod>"
    "<value>{}</value></IntervalReading>";

// A feed of one usage point; `type` is the inside of its ReadingType.
std::string feed(const std::string& type, int readings, int duration_s = 900) {
  std::string text =
      R"(<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="R/9/UsagePoint/01"/>)"
      R"(<title>Front</title><content><UsagePoint xmlns="http://naesb.org/espi"/></content></entry>)"
      R"(<entry><link rel="self" href="/t/ReadingType/07"/><content><ReadingType>)" +
      type +
      R"(</ReadingType></content></entry>)"
      R"(<entry><link rel="self" href="R/9/UsagePoint/01/MeterReading/01/IntervalBlock/1"/><content><IntervalBlock>)";
  for (int i = 0; i < readings; ++i)
    text += fmt::format(fmt::runtime(interval), duration_s, 1'325'376'000 + i * duration_s, 250);
  return text + "</IntervalBlock></content></entry></feed>";
}

ReadFile read(MeterFileKind kind, std::string_view text, const ReadingOptions& options = {},
              std::size_t piece = 0) {
  return {kind, text, options, "file.txt", piece};
}

TEST(MeterFileKind, is_found_by_content) {
  EXPECT_EQ(meter_file_kind("time,kwh\n2024-03-01 00:00,1\n"), MeterFileKind::csv);
  EXPECT_EQ(meter_file_kind("\xef\xbb\xbf户号;日期;电量\n1;2024-03-01;1,5\n"), MeterFileKind::csv);
  EXPECT_EQ(meter_file_kind(feed("<uom>72</uom>", 3)), MeterFileKind::green_button);
  EXPECT_EQ(meter_file_kind(R"({"status":"success","data":{"resultType":"matrix","result":[]}})"),
            MeterFileKind::prometheus);
  EXPECT_EQ(meter_file_kind(R"({"@odata.id":"/redfish/v1/Chassis/1/Power"})"),
            MeterFileKind::redfish);
  EXPECT_EQ(meter_file_kind("2025-06-03T00:00:01Z\nSys Power | 210 Watts | ok\n"),
            MeterFileKind::ipmi_sdr);
}

TEST(MeterFileKind, is_nothing_for_other_files) {
  for (const std::string_view other :
       {"", "\xd4\xc3\xb2\xa1", "#separator \\x09\n#fields\tts\tuid\n", "time,kwh\n",
        "some prose, with a date\n", "Prose: `Sys Power | 210 Watts | ok`, as said.\n",
        R"({"event":"finding","time":"2024-03-01T00:00:00Z","PowerWatts":3})",
        R"({"event_type":"flow","timestamp":"x"})", R"({"ts":1,"uid":"C1","id.orig_h":"10.0.0.1"})",
        "<html><body>no</body></html>",
        "algorithm\tkind\tjoules\tsource\tdate\nsha256d\tASIC\t1.35\tmakers\t2026-11-22\n",
        "ts,te,td,sa,da,sp,dp,pr,flg,ipkt\n2024-03-01 00:00:00,2024-03-01 "
        "00:00:01,1,10.0.0.1,10.0.0.2,1,2,TCP,.,1\n"})
    EXPECT_EQ(meter_file_kind(other), std::nullopt) << other;
}

TEST(MeterFileKind, is_a_table_of_times_whatever_its_headings_say) {
  const std::string_view table =
      "Messpunkt;Wann;Wert\nA;01.03.2024 00:00;1,5\nA;01.03.2024 00:15;1,6\n";
  EXPECT_EQ(meter_file_kind(table), MeterFileKind::csv);
  EXPECT_NE(read(MeterFileKind::csv, table).problem.find("name it in a mapping"),
            std::string::npos);
  const ReadingOptions mapped{.columns = "time = Wann\nmeter = 1\nvalue = 3\nunit = kW\n"};
  EXPECT_EQ(meter_file_kind(table, mapped), MeterFileKind::csv);
  EXPECT_EQ(read(MeterFileKind::csv, table, mapped).counts.readings, 2u);
}

// What a spreadsheet calls "Unicode text".
TEST(MeterFileKind, may_be_in_utf16) {
  const std::string_view table =
      "户号\t数据时间\t有功功率(kW)\n7\t2024-03-01 00:00\t1.5\n7\t2024-03-01 00:15\t1.6\n";
  std::string utf16 = "\xff\xfe";
  for (const char16_t unit : std::u16string_view{
           u"户号\t数据时间\t有功功率(kW)\n7\t2024-03-01 00:00\t1.5\n7\t2024-03-01 00:15\t1.6\n"}) {
    utf16 += static_cast<char>(unit & 0xff);
    utf16 += static_cast<char>(unit >> 8);
  }
  EXPECT_EQ(meter_file_kind(utf16), MeterFileKind::csv);
  for (const std::size_t piece : {0u, 1u, 7u}) {
    const ReadFile file = read(MeterFileKind::csv, utf16, {}, piece);
    EXPECT_EQ(file.counts.readings, 2u) << piece;
    EXPECT_EQ(file.counts.unit, read(MeterFileKind::csv, table).counts.unit);
  }
}

TEST(GreenButton, energy_and_power) {
  const ReadFile energy =
      read(MeterFileKind::green_button,
           feed("<uom>72</uom><powerOfTenMultiplier>0</powerOfTenMultiplier>", 8));
  ASSERT_EQ(energy.records.size(), 1u) << energy.problem;
  EXPECT_EQ(energy.records[0].meter, "Front");
  ASSERT_EQ(energy.records[0].kw.size(), 2u);
  EXPECT_FLOAT_EQ(energy.records[0].kw[0], 1);
  const ReadFile power =
      read(MeterFileKind::green_button,
           feed("<uom>38</uom><powerOfTenMultiplier>3</powerOfTenMultiplier>", 8));
  EXPECT_FLOAT_EQ(power.records.at(0).kw.at(0), 250);
}

TEST(GreenButton, local_time_is_asked_for) {
  const ReadFile there = read(MeterFileKind::green_button, feed("<uom>72</uom>", 8),
                              {.time_zone = "America/New_York"});
  const ReadFile utc = read(MeterFileKind::green_button, feed("<uom>72</uom>", 8));
  EXPECT_EQ(there.records.at(0).first_hour, utc.records.at(0).first_hour - 5);
  EXPECT_EQ(there.counts.time, "America/New_York");
}

TEST(GreenButton, what_is_no_consumption_is_told) {
  EXPECT_EQ(
      read(MeterFileKind::green_button, feed("<uom>72</uom><flowDirection>19</flowDirection>", 3))
          .flaws[Flaw::negative],
      3u);
  const ReadFile gas = read(MeterFileKind::green_button, feed("<uom>42</uom>", 3));
  EXPECT_TRUE(gas.notes_say("unit 42 of ReadingType"));
  EXPECT_NE(gas.problem.find("file.txt:1: no IntervalReading"), std::string::npos) << gas.problem;
  EXPECT_EQ(
      read(MeterFileKind::green_button, feed("<uom>72</uom>", 3, 86'400)).flaws[Flaw::too_coarse],
      3u);
}

TEST(GreenButton, malformed) {
  const std::string whole = feed("<uom>72</uom>", 8);
  const ReadFile cut = read(MeterFileKind::green_button, whole.substr(0, whole.size() - 60));
  EXPECT_EQ(cut.counts.readings, 7u);
  EXPECT_TRUE(cut.notes_say("no XML any more"));
  EXPECT_NE(read(MeterFileKind::green_button, "<!DOCTYPE a [<!ENTITY x \"y\">]><feed>&x;</feed>")
                .problem.find("entities"),
            std::string::npos);
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_NE(read(MeterFileKind::green_button, deep).problem.find("too deep"), std::string::npos);
}

TEST(Redfish, answers_within_a_time) {
  std::string text;
  for (int i = 0; i < 24; ++i)
    text += fmt::format(
        R"({{"time":"2026-01-01T{:02}:{:02}:00Z","host":"bmc1","power":{{"@odata.id":"/redfish/v1/Chassis/1/Power",)"
        R"("PowerControl":[{{"MemberId":"0","PowerConsumedWatts":344}}]}}}})"
        "\n",
        i / 12, i % 12 * 5);
  const ReadFile lines = read(MeterFileKind::redfish, text);
  ASSERT_EQ(lines.records.size(), 1u) << lines.problem;
  EXPECT_EQ(lines.records[0].meter, "bmc1/Chassis/1");
  EXPECT_FLOAT_EQ(lines.records[0].kw.at(1), 0.344F);
  for (const std::size_t piece : {1, 7, 100})
    EXPECT_TRUE(
        same_hours(read(MeterFileKind::redfish, text, {}, piece).records.at(0), lines.records[0]));
}

TEST(Redfish, without_a_time_there_is_a_remedy) {
  const ReadFile none =
      read(MeterFileKind::redfish, R"({"PowerControl":[{"PowerConsumedWatts":344}]})");
  EXPECT_NE(none.problem.find("no reading has a time"), std::string::npos) << none.problem;
  EXPECT_EQ(none.flaws[Flaw::unreadable_time], 1u);
  EXPECT_NE(read(MeterFileKind::redfish, R"({"a":)").problem, "");
}

TEST(Redfish, environment_metrics_and_reports) {
  std::string text = "[";
  for (int i = 0; i < 12; ++i)
    text += fmt::format(
        R"({{"@odata.id":"/redfish/v1/Chassis/2/EnvironmentMetrics","PowerWatts":{{"Reading":100,"ReadingTime":"2026-01-01T00:{:02}:00+08:00"}}}},)",
        i * 5);
  text +=
      R"({"MetricValues":[{"MetricId":"PowerConsumedWatts","MetricValue":"25550","Timestamp":"2026-01-01T00:00:00Z","MetricProperty":"/redfish/v1/Chassis/3/Power#/PowerControl/0"}]}])";
  const ReadFile file = read(MeterFileKind::redfish, text, {.time_zone = "Asia/Shanghai"});
  ASSERT_NE(file.meter("Chassis/2"), nullptr);
  EXPECT_EQ(file.meter("Chassis/2")->first_hour, *parse_day("2026-01-01") * 24);
  EXPECT_EQ(file.flaws[Flaw::sentinel], 1u);
}

TEST(Prometheus, a_matrix) {
  std::string text = R"({"status":"success","data":{"resultType":"matrix","result":[)";
  for (int series = 0; series < 2; ++series) {
    text += fmt::format(
        R"({}{{"metric":{{"__name__":"node_power_watts","instance":"n{}","job":"x"}},"values":[)",
        series ? "," : "", series);
    for (int i = 0; i < 60; ++i)
      text += fmt::format(R"({}[{},"{}"])", i ? "," : "", 1'704'067'200 + i * 60, 300 + series);
    text += "]}";
  }
  const ReadFile whole = read(MeterFileKind::prometheus, text + "]}}");
  ASSERT_EQ(whole.records.size(), 2u) << whole.problem;
  EXPECT_EQ(whole.records[1].meter, "n1");
  EXPECT_FLOAT_EQ(whole.records[1].kw.at(0), 0.301F);
  EXPECT_EQ(whole.counts.unit, "W: from the metric 'node_power_watts'");
  const ReadFile cut = read(MeterFileKind::prometheus, text.substr(0, text.size() - 20), {}, 13);
  EXPECT_EQ(cut.records.size(), 1u);
  EXPECT_TRUE(cut.notes_say("ends inside a series"));
}

TEST(Prometheus, counters_of_joules_are_registers) {
  std::string text = R"([{"metric":{"__name__":"node_joules_total"},"values":[)";
  for (int i = 0; i < 5; ++i)
    text += fmt::format(R"({}[{}.5,"{}"])", i ? "," : "", 1'704'067'200 + i * 3600,
                        1'000'000'000 + i * 3'600'000);
  const ReadFile file = read(MeterFileKind::prometheus, text + R"(,[1704090000,"NaN"]]}])");
  ASSERT_EQ(file.records.size(), 1u) << file.problem;
  EXPECT_NEAR(file.records[0].kw.at(1), 1, 1e-3);
  EXPECT_EQ(file.counts.no_readings, 1u);
  EXPECT_NE(read(MeterFileKind::prometheus,
                 R"({"data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]}]}})")
                .problem.find("range"),
            std::string::npos);
}

TEST(IpmiText, blocks_behind_times) {
  std::string text;
  for (int i = 0; i < 12; ++i)
    text += fmt::format(
        "2025-06-03T00:{:02}:01Z node8\nSys Power   | 210 Watts   | ok\nFan 1 | 3400 RPM | "
        "ok\nPSU2 | no reading | ns\n"
        "node9: Pwr Consumption  | 77h | ok  |  7.1 | 364 Watts\nChassis Power | 25550 Watts | "
        "ok\n",
        i * 5);
  const ReadFile whole = read(MeterFileKind::ipmi_sdr, text);
  ASSERT_NE(whole.meter("node8/Sys Power"), nullptr) << whole.problem;
  EXPECT_FLOAT_EQ(whole.meter("node8/Sys Power")->kw.at(0), 0.21F);
  EXPECT_FLOAT_EQ(whole.meter("node9/Pwr Consumption")->kw.at(0), 0.364F);
  EXPECT_EQ(whole.flaws[Flaw::sentinel], 12u);
  EXPECT_EQ(read(MeterFileKind::ipmi_sdr, text, {}, 5).counts.readings, whole.counts.readings);
}

TEST(IpmiText, other_forms) {
  const ReadFile sensor =
      read(MeterFileKind::ipmi_sdr,
           "Tue Jun  3 00:00:01 UTC 2025\nPwr | 364.000 | Watts | ok | na\nPwr2 | na | Watts | na\n"
           "    Instantaneous power reading:                   220 Watts\n");
  EXPECT_EQ(sensor.counts.readings, 2u);
  EXPECT_NE(sensor.meter("file/DCMI power"), nullptr);
  const ReadFile none = read(MeterFileKind::ipmi_sdr, "Sys Power | 210 Watts | ok\n");
  EXPECT_NE(none.problem.find("no sensor has a time"), std::string::npos);
  EXPECT_TRUE(none.notes_say("file.txt:1:"));
}

}  // namespace
}  // namespace davy::power
