#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "power/calendar.hpp"
#include "power/meter_file_test_support.hpp"

namespace davy::power {
namespace {

// `row(day, hour)` for every hour of `days` days of March 2024.
template <class Row>
std::string hourly(std::string text, int days, Row row) {
  for (int day = 1; day <= days; ++day)
    for (int hour = 0; hour < 24; ++hour) text += row(day, hour);
  return text;
}

ReadFile csv(std::string_view text, const ReadingOptions& options = {},
             std::string_view file_name = "readings.csv") {
  return {MeterFileKind::csv, text, options, file_name};
}

void expect_even(const PowerRecord* record, std::size_t hours, double kw) {
  ASSERT_NE(record, nullptr);
  ASSERT_EQ(record->kw.size(), hours) << record->meter;
  for (const float one : record->kw) ASSERT_NEAR(one, kw, 1e-4) << record->meter;
}

TEST(CsvReader, long_rows) {
  const ReadFile read = csv(hourly("meter,time,kwh\n", 3, [](int day, int hour) {
    return fmt::format("a,2024-03-{:02} {:02}:00,1.5\nb,2024-03-{:02} {:02}:00,2\n", day, hour, day,
                       hour);
  }));
  EXPECT_EQ(read.problem, "");
  expect_even(read.meter("a"), 72, 1.5);
  expect_even(read.meter("b"), 72, 2);
  EXPECT_EQ(read.meter("a")->first_hour, *parse_day("2024-03-01") * 24);
  EXPECT_EQ(read.counts.meters, 2u);
  EXPECT_EQ(read.counts.unit, "kWh per interval: from the heading 'kwh'");
}

TEST(CsvReader, wide_columns_with_units_quotes_and_line_breaks_of_dos) {
  const ReadFile read =
      csv(hourly("\xef\xbb\xbf"
                 "datetime,b1,Hall (W),\"c, 3 (MWh)\"\r\n",
                 2,
                 [](int day, int hour) {
                   return fmt::format("2024-03-{:02}T{:02}:00:00,1.0,2500,\"1.5\"\r\n", day, hour);
                 }),
          {}, "estate_kwh_2024.csv");
  expect_even(read.meter("b1"), 48, 1);
  expect_even(read.meter("Hall (W)"), 48, 2.5);
  expect_even(read.meter("c, 3 (MWh)"), 48, 1500);
  EXPECT_EQ(read.counts.unit, "kWh per interval: from the file's name");
}

// Its heading could name a column of names, and its neighbours say that it does not.
TEST(CsvReader, a_wide_column_may_be_called_feeder) {
  const ReadFile read = csv(hourly("time,m0,m1,feeder\n", 2, [](int day, int hour) {
    return fmt::format("2024-03-{:02} {:02}:00,1,2,3.5\n", day, hour);
  }));
  EXPECT_EQ(read.problem, "");
  expect_even(read.meter("m1"), 48, 2);
  expect_even(read.meter("feeder"), 48, 3.5);
}

TEST(CsvReader, a_day_a_row_in_chinese_as_gbk) {
  std::string text = "户号,户名,日期";
  for (int i = 0; i < 96; ++i) text += fmt::format(",{:02}:{:02}", i / 4, i % 4 * 15);
  for (int day = 1; day <= 2; ++day) {
    text += fmt::format("\n0012,张三,2024年3月{}日", day);
    for (int i = 0; i < 96; ++i) text += ",0.25";
  }
  expect_even(csv(text + "\n").meter("0012"), 48, 1);
  const std::string gbk_heading = "\xbb\xa7\xba\xc5,\xc8\xd5\xc6\xda";  // 户号,日期
  std::string gbk =
      gbk_heading + text.substr(text.find(",00:00"), text.find('\n') - text.find(",00:00"));
  gbk += "\n\xb1\xb1\xc2\xa5,2024-03-01";  // 北楼
  for (int i = 0; i < 96; ++i) gbk += ",0.25";
  expect_even(csv(gbk + "\n").meter("北楼"), 24, 1);
}

TEST(CsvReader, decimal_comma_with_semicolons_and_a_clock_of_its_own) {
  const ReadFile read = csv(hourly("Report of March\n\nDate;Time;Energy (kWh)\n", 2,
                                   [](int day, int hour) {
                                     return fmt::format("{:02}.03.2024;{:02}:00;1,25\n", day, hour);
                                   }),
                            {}, "a/hall.csv");
  expect_even(read.meter("hall"), 48, 1.25);
  EXPECT_TRUE(read.counts.notes.empty());
}

TEST(CsvReader, headings_of_other_languages) {
  for (const std::string heading :
       {"Zählpunkt;Zeitstempel;Leistung [kW]\n", "PRM;Horodate;Puissance (kW)\n",
        "Contador;Fecha y hora;Potencia (kW)\n", "Счётчик;Дата Время;мощность kW\n"}) {
    const ReadFile read = csv(hourly(heading, 2, [](int day, int hour) {
      return fmt::format("Z7;{:02}.03.2024 {:02}:00 CET;1,25\n", day, hour);
    }));
    EXPECT_EQ(read.problem, "") << heading;
    expect_even(read.meter("Z7"), 48, 1.25);
  }
}

TEST(CsvReader, a_register_may_be_large_and_an_assumed_unit_is_told) {
  EXPECT_TRUE(csv(hourly("meter,time,register_kwh\n", 2, [](int day, int hour) {
                return fmt::format("r,2024-03-{:02} {:02}:00,{}\n", day, hour,
                                   150'000 + day * 24 + hour);
              })).counts.notes.empty());
  EXPECT_TRUE(csv(hourly("time,hall\n", 2, [](int day, int hour) {
                return fmt::format("2024-03-{:02} {:02}:00,2\n", day, hour);
              })).notes_say("values are taken as kWh per interval"));
}

TEST(CsvReader, p1_to_p96_are_power_and_p1_to_p48_are_not) {
  const auto table = [](int slots) {
    std::string text = "户号,日期";
    for (int slot = 1; slot <= slots; ++slot) text += fmt::format(",P{}", slot);
    for (int day = 1; day <= 2; ++day) {
      text += fmt::format("\n0100,2024-03-{:02}", day);
      for (int slot = 1; slot <= slots; ++slot) text += ",3";
    }
    return text + "\n";
  };
  const ReadFile curve = csv(table(96));
  EXPECT_TRUE(curve.notes_say("values are taken as kW"));
  expect_even(curve.meter("0100"), 48, 3.0);
  const ReadFile energy = csv(table(48));
  EXPECT_TRUE(energy.notes_say("values are taken as kWh per interval"));
  expect_even(energy.meter("0100"), 48, 6.0);
}

TEST(CsvReader, month_first_is_told_by_what_lies_closer_together) {
  const ReadFile read = csv(hourly("Account,Reading Time,Usage (Wh)\n", 3, [](int day, int hour) {
    return fmt::format("A,3/{}/2024 {}:00 {},\"1,250\"\n", day, (hour + 11) % 12 + 1,
                       hour < 12 ? "AM" : "PM");
  }));
  expect_even(read.meter("A"), 72, 1.25);
  EXPECT_EQ(read.meter("A")->first_hour, *parse_day("2024-03-01") * 24);
}

TEST(CsvReader, registers_with_a_transformer) {
  const ReadFile read = csv(hourly("表号\t时间\t正向有功总示数\t倍率\n", 2, [](int day, int hour) {
    return fmt::format("M1\t2024/3/{} {}:00\t{:.2f}\t60\n", day, hour,
                       100 + 0.05 * (day * 24 + hour));
  }));
  const PowerRecord* record = read.meter("M1");
  ASSERT_NE(record, nullptr);
  ASSERT_EQ(record->kw.size(), 48u);
  EXPECT_NEAR(record->kw[10], 3, 1e-3);
}

TEST(CsvReader, several_quantities_a_row) {
  const ReadFile read = csv(hourly(
      "time,meter,kW,Ia,Ib,Ic,reactive (kvar),temperature,voltage\n", 2, [](int day, int hour) {
        return fmt::format("2024-03-{:02} {:02}:00,T1,5,1,2,3,0.5,-4,230\n", day, hour);
      }));
  expect_even(read.meter("T1"), 48, 5);
  ASSERT_EQ(read.sides.size(), 5u);
  EXPECT_EQ(read.sides[1].quantity, Quantity::current_2);
  expect_even(&read.sides[1].means, 48, 2);
  expect_even(&read.sides[4].means, 48, -4);
}

TEST(CsvReader, node_and_sensor_are_a_meter_and_sentinels_none) {
  std::string text = "node_index,time_utc,sensor,watts\n";
  for (int i = 0; i < 12; ++i)
    text +=
        fmt::format("8,2025-06-03 00:{:02}:01,Sys Power,10\n8,2025-06-03 00:{:02}:01,PSU,25550\n",
                    i * 5, i * 5);
  const ReadFile read = csv(text);
  expect_even(read.meter("8/Sys Power"), 1, 0.010);
  EXPECT_EQ(read.flaws[Flaw::sentinel], 12u);
  EXPECT_EQ(read.counts.time, "UTC");
}

TEST(CsvReader, zones_and_daylight_saving) {
  std::string text = "time,meter,kwh\n";
  for (int hour = 0; hour < 24; ++hour) text += fmt::format("2024-10-26T{:02}:00:00Z,a,1\n", hour);
  for (int hour = 0; hour < 24; ++hour)
    text += fmt::format("2024-10-27T{:02}:00:00Z,a,{}\n", hour, hour == 1 ? 3 : 1);
  const ReadFile read = csv(text, {.time_zone = "Europe/Berlin"});
  const PowerRecord* record = read.meter("a");
  ASSERT_NE(record, nullptr);
  EXPECT_FLOAT_EQ(record->at(*parse_day("2024-10-27") * 24 + 2), 2);  // 00:00Z and 01:00Z
  EXPECT_FLOAT_EQ(record->at(*parse_day("2024-10-27") * 24 + 3), 1);
  EXPECT_EQ(read.flaws[Flaw::contradiction], 0u);
  EXPECT_EQ(csv(text).meter("a")->first_hour, *parse_day("2024-10-26") * 24);
}

TEST(CsvReader, a_local_hour_that_repeats_or_never_was) {
  std::string text = "time,meter,kwh\n";
  for (int hour = 0; hour < 24; ++hour) {
    text += fmt::format("2024-10-27 {:02}:00,a,1\n", hour);
    if (hour == 2) text += "2024-10-27 02:00,a,3\n";
  }
  const ReadFile autumn = csv(text, {.time_zone = "Europe/Berlin"});
  EXPECT_FLOAT_EQ(autumn.meter("a")->kw[2], 2);
  EXPECT_EQ(csv(text).flaws[Flaw::contradiction], 1u);
  const ReadFile spring =
      csv("time,meter,kwh\n2024-03-31 01:00,a,1\n2024-03-31 02:30,a,1\n2024-03-31 03:00,a,1\n",
          {.time_zone = "Europe/Berlin"});
  EXPECT_EQ(spring.flaws[Flaw::local_time_skipped], 1u);
  EXPECT_TRUE(spring.notes_say("readings.csv:3: '2024-03-31 02:30' never was in Europe/Berlin"));
}

TEST(CsvReader, times_may_name_the_end) {
  std::string text = "time,kwh\n";
  for (int i = 1; i <= 96; ++i)
    text += i == 96 ? "2024-03-01 24:00,0.25\n"
                    : fmt::format("2024-03-01 {:02}:{:02},0.25\n", i / 4, i % 4 * 15);
  expect_even(csv(text, {.interval_end = true}).meter("readings"), 24, 1);
  const std::string registers =
      "time,register\n2024-03-01 01:00,10\n2024-03-01 02:00,12\n2024-03-01 03:00,12\n";
  const ReadFile read = csv(registers, {.interval_end = true});
  EXPECT_EQ(read.meter("readings")->first_hour, *parse_day("2024-03-01") * 24 + 1);
  EXPECT_FLOAT_EQ(read.meter("readings")->kw[0], 2);
}

TEST(CsvReader, a_mapping_names_columns) {
  const std::string text = hourly("wann,zaehler,wert,sonst\n", 2, [](int day, int hour) {
    return fmt::format("{:02}.03.24 {:02}:00,a,1500,7\n", day, hour);
  });
  EXPECT_NE(csv(text).problem, "");
  const ReadFile read =
      csv(text, {.columns = "# mine\ntime = wann\nmeter = 2\nvalue = wert\nunit = Wh\n"});
  EXPECT_EQ(read.problem, "");
  expect_even(read.meter("a"), 48, 1.5);
  EXPECT_NE(csv(text, {.columns = "time = wo\n"}).problem.find("readings.csv:1:"),
            std::string::npos);
  EXPECT_NE(csv(text, {.columns = "zeit = wann\n"})
                .problem.find("columns:1: 'zeit = wann' is not understood"),
            std::string::npos);
}

TEST(CsvReader, what_is_asked_for_overrides_the_unit) {
  const std::string text = hourly("time,meter,kwh\n", 2, [](int day, int hour) {
    return fmt::format("2024-03-{:02} {:02}:00,a,1500\n", day, hour);
  });
  expect_even(csv(text, {.unit = "Wh"}).meter("a"), 48, 1.5);
  EXPECT_NE(csv(text, {.unit = "furlong"}).problem.find("unit 'furlong' is not known"),
            std::string::npos);
}

TEST(CsvReader, a_file_name_does_not_contradict_its_headings) {
  const std::string text = hourly("time,meter,power\n", 1, [](int day, int hour) {
    return fmt::format("2024-03-{:02} {:02}:00,a,7\n", day, hour);
  });
  EXPECT_EQ(csv(text, {}, "hall_kwh.csv").counts.unit.substr(0, 11), "kW: assumed");
  EXPECT_EQ(csv(text, {}, "hall_w.csv").counts.unit.substr(0, 11), "kW: assumed");
  EXPECT_EQ(csv(text, {}, "hall_mw.csv").counts.unit, "MW: from the file's name");
  EXPECT_EQ(csv(text, {.columns = "quantity = energy\n"}).counts.unit.substr(0, 3), "kWh");
}

TEST(CsvReader, swapped_headings_are_told_with_their_line) {
  const ReadFile read = csv("time,kwh\n1.5,2024-03-01 00:00\n1.5,2024-03-01 01:00\n");
  EXPECT_NE(read.problem.find("readings.csv:2: no row has a time"), std::string::npos)
      << read.problem;
  EXPECT_NE(read.problem.find("swapped"), std::string::npos);
}

TEST(CsvReader, another_kind_of_file_is_told) {
  EXPECT_NE(csv("just some text\nof no use\n")
                .problem.find("readings.csv:1: no heading names a column of times"),
            std::string::npos);
  EXPECT_NE(csv("").problem, "");
  EXPECT_NE(
      csv("time,meter,who,what\n2024-03-01,a,b,c\n").problem.find("name their column in a mapping"),
      std::string::npos);
}

TEST(CsvReader, two_accounts_under_one_id_are_told) {
  const ReadFile read = csv(hourly("meter,time,kwh\n", 2, [](int day, int hour) {
    return fmt::format("a,2024-03-{:02} {:02}:00,1\na,2024-03-{:02} {:02}:00,9\n", day, hour, day,
                       hour);
  }));
  expect_even(read.meter("a"), 48, 1);
  EXPECT_EQ(read.flaws[Flaw::contradiction], 48u);
  EXPECT_TRUE(read.notes_say("readings.csv:3: 'a' has 48 times with two different values"));
}

TEST(CsvReader, watts_under_kilowatts_are_told_and_not_guessed) {
  const ReadFile read = csv(hourly("node,time,sensor,kw\n", 2, [](int day, int hour) {
    return fmt::format("8,2024-03-{:02} {:02}:00,PSU,410\n", day, hour);
  }));
  expect_even(read.meter("8/PSU"), 48, 410);
  EXPECT_TRUE(read.notes_say("are they W or Wh?"));
}

TEST(CsvReader, cells_that_are_no_readings) {
  const ReadFile read =
      csv("time,meter,kwh\n2024-03-01 00:00,a,\n2024-03-01 01:00,a,NA\n2024-03-01 02:00,a,x\n"
          "2024-03-01 03:00,a,-1\n2024-03-01 04:00,a,65535\nyesterday,a,1\n2024-03-01 05:00,a,1\n"
          "2024-03-01 06:00,a,1\n2024-03-01 07:0");
  EXPECT_EQ(read.counts.no_readings, 2u);
  EXPECT_EQ(read.counts.flaws[Flaw::unreadable_value], 1u);
  EXPECT_EQ(read.counts.flaws[Flaw::unreadable_time], 1u);
  EXPECT_EQ(read.meter("a")->quality[Flaw::negative], 1u);
  EXPECT_EQ(read.meter("a")->quality[Flaw::sentinel], 1u);
  EXPECT_TRUE(read.notes_say("readings.csv:4: 'x' under 'kwh' is no number"));
}

TEST(CsvReader, a_line_that_is_too_long_is_left_out) {
  const std::string endless(limits::meter_line_octets_max + 1, '1');
  const ReadFile read = csv("time,kwh\n2024-03-01 00:00,1\n" + endless + "\n2024-03-01 01:00,1\n");
  EXPECT_EQ(read.counts.readings, 2u);
  EXPECT_TRUE(read.notes_say("1 lines of more than"));
}

// Wherever the octets are cut.
RC_GTEST_PROP(CsvReader, pieces_do_not_matter, ()) {
  const bool wide = *rc::gen::arbitrary<bool>();
  std::string text = wide ? "time,a,b\n" : "meter;time;kwh\n";
  const int rows = *rc::gen::inRange(1, 60);
  for (int i = 0; i < rows; ++i) {
    const std::string time =
        fmt::format("2024-03-{:02} {:02}:{:02}", 1 + i / 24, i % 24, *rc::gen::element(0, 15, 30));
    const std::string value =
        *rc::gen::element<std::string>("1.5", "-2", "", "\"3\"", "x", "1e1", "65535");
    text += wide ? fmt::format("{},{},7\n", time, value)
                 : fmt::format("m{};{};{}\r\n", i % 3, time, value);
  }
  const auto piece = *rc::gen::inRange<std::size_t>(1, 50);
  const ReadFile whole(MeterFileKind::csv, text);
  const ReadFile pieces(MeterFileKind::csv, text, {}, "readings.csv", piece);
  RC_ASSERT(whole.counts.notes == pieces.counts.notes);
  RC_ASSERT(whole.problem == pieces.problem);
  RC_ASSERT(whole.records.size() == pieces.records.size());
  for (std::size_t i = 0; i < whole.records.size(); ++i)
    RC_ASSERT(same_hours(whole.records[i], pieces.records[i]));
}

}  // namespace
}  // namespace davy::power
