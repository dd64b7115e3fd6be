// Loads as the report tells them, from what each test of meters found.
//
// Units:   found hours are local; told times are UTC.
// Threads: pure.
#pragma once

#include <string_view>
#include <vector>

#include "power/local_time.hpp"
#include "power/power_record.hpp"
#include "signal/power/account_finding.hpp"
#include "signal/power/closed_load.hpp"
#include "signal/power/dedicated_load.hpp"
#include "signal/power/energy_balance.hpp"
#include "signal/power/hidden_load.hpp"
#include "workbench/report/judged_load.hpp"

namespace davy::app {

// A load with what speaks for it; the verdict is given when all of it is there.
struct OpenLoad {
  report::JudgedLoad load;
  std::vector<signal::Signal> signals;
};

OpenLoad open_load(const signal::HiddenLoad& found, const power::PowerRecord& record,
                   const power::LocalTime& time, const signal::AlarmRate& rate);
OpenLoad open_load(const signal::DedicatedLoad& found, const power::PowerRecord& record,
                   const power::LocalTime& time);
OpenLoad open_load(const signal::BalanceStep& found, const signal::Balance& balance,
                   const power::PowerRecord& feeder, const power::LocalTime& time,
                   const signal::BalanceOptions& options);
OpenLoad open_load(const signal::AccountFinding& found, const power::PowerRecord& record,
                   const power::LocalTime& time);
// A closing that held, or of which nothing can be said yet.
OpenLoad closing(const signal::Closure& closure, const power::PowerRecord& record,
                 const power::LocalTime& time);

}  // namespace davy::app
