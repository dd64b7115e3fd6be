// Files of meter readings as inputs, and what their meters show.
//
// Shape:   all files of a run are one estate: a meter may go on from file to file, and accounts are held against each other.
// Errors:  what cannot be read is told in its coverage; the context files (calendar, register, meters) must be sound.
// Threads: one owner; InspectOptions::threads of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "capture/input_file.hpp"
#include "power/calendar.hpp"
#include "power/local_time.hpp"
#include "power/meter_book.hpp"
#include "power/meter_context.hpp"
#include "power/meter_file.hpp"
#include "signal/power/step_score.hpp"
#include "workbench/registry/filed_systems.hpp"
#include "workbench/report/findings.hpp"

namespace davy::app {

struct MeterOptions {
  power::ReadingOptions reading;
  std::string calendar_path;
  std::string meters_path;
  double false_alarms = 0.2;       // of one meter in a year
  double balance_threshold = 2.0;  // per cent of the feeder's mean
};

// What is known beside the readings.
struct MeterKnowledge {
  power::Calendar calendar;
  power::MeterContexts contexts;
  power::LocalTime local_time;
  signal::AlarmRate rate;
  double balance_share = 0.02;

  static Result<MeterKnowledge> load(const MeterOptions& options);
};

bool is_meter_file(capture::InputFile& input, const power::ReadingOptions& options);

// What all files of a run told.
struct MeterReadings {
  std::vector<power::PowerRecord> records;
  std::vector<power::SideRecord> sides;

  // The site's own temperature: the mean of its weather stations. Such a one is a meter of kind "weather"; or, where no meter
  // is, one that measures a temperature and no electricity. A temperature beside a load may be a machine's own.
  power::PowerRecord site_temperature(const power::MeterContexts& contexts) const;
};

class MeterInput {
 public:
  explicit MeterInput(const MeterOptions& options) : options_(options) {}

  report::Coverage read(capture::InputFile& input, const std::string& name, bool quiet);
  bool empty() const { return !any_; }
  const power::ReadingOptions& reading_options() const { return options_.reading; }
  MeterReadings finish();

 private:
  const MeterOptions& options_;
  power::MeterBook book_;
  bool any_ = false;
};

// A file as text, for the small tables that people write.
Result<std::string> text_of(const std::string& path);

}  // namespace davy::app
