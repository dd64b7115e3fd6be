// What an account should have drawn, told by the calendar and by what other accounts drew on the same days: a synthetic
// control. A term, a heat wave or a holiday moves many accounts; a miner moves one.
//
// Shape:   one model for each channel of a day, fitted on a reference that ends before the days that are judged, so that what
//          is judged never teaches the model (a frozen reference).
//          Regressors: weekdays and calendar, degrees of heating and cooling where temperatures are known, the leading principal
//          components of the other accounts' same channel, and a yearly wave once nearly a year is known. Ridge regression; outliers of the reference are clipped.
//          Accounts that are copies of the target (apportioned sub-meters) are no witnesses: they carry the same miner.
// Threads: const access from several threads.
// Source:  our feasibility study; the idea is Abadie and others (2010), the components are Xu (2017).
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "power/power_record.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/surroundings.hpp"

namespace davy::signal {

// Is one account a copy of the other, up to a factor? Told by its changes from hour to hour: shape without level.
bool draw_alike(const power::PowerRecord& a, const power::PowerRecord& b, power::Hour first,
                power::Hour end);

struct ReferenceWindow {
  power::Day first = 0;
  power::Day reference_end = 0;  // the model knows days before this one only
  power::Day end = 0;            // the first day that nobody has seen yet

  Eigen::Index reference_days() const { return reference_end - first; }
  Eigen::Index days() const { return end - first; }
};

// Explains one channel of one account.
class ChannelModel {
 public:
  ChannelModel(Eigen::MatrixXf regressors, Eigen::Index reference_days);
  // What `channel`, a value a day of the window, has beyond what the regressors explain. Gaps stay gaps.
  Eigen::VectorXf residuals(const Eigen::VectorXf& channel) const;

 private:
  Eigen::MatrixXf regressors_;  // days × regressors, of mean 0 and deviation 1 over the reference
  Eigen::MatrixXf solver_;      // regressors × reference days
};

// Accounts of one estate, on a common axis of days.
class ControlPanel {
 public:
  ControlPanel(std::span<const power::PowerRecord> records, const Surroundings& surroundings);

  std::size_t meters() const { return channels_.size(); }
  power::Day first_day() const { return first_; }
  power::Day end_day() const { return end_; }
  const DayChannels& channels(std::size_t meter) const { return channels_[meter]; }
  const Surroundings& surroundings() const { return surroundings_; }
  // Does `other` draw what `meter` draws, hour by hour, in any quarter of the window?
  bool is_copy(std::size_t meter, std::size_t other, const ReferenceWindow& window) const;

 private:
  void find_copies(std::span<const power::PowerRecord> records);

  Surroundings surroundings_;
  power::Day first_ = 0;
  power::Day end_ = 0;
  std::vector<DayChannels> channels_;
  struct Copies {
    std::uint32_t a, b;
    power::Day first, end;
  };
  std::vector<Copies> copies_;
};

// The panel as it stood at the end of one window.
class PanelWindow {
 public:
  PanelWindow(const ControlPanel& panel, const ReferenceWindow& window);
  ChannelModel model(std::size_t meter, std::size_t channel) const;
  const ReferenceWindow& window() const { return window_; }

 private:
  struct Standardised {
    Eigen::MatrixXf values;  // days × meters; a gap is 0, the mean
    Eigen::MatrixXf gram;    // meters × meters, over the reference
    // meters × some: leading eigenvectors of gram, where each account's own search begins
    Eigen::MatrixXf leading = {};
    std::vector<bool> usable = {};
  };
  Standardised standardise(std::size_t channel) const;
  Eigen::MatrixXf components(std::size_t meter, std::size_t channel) const;
  void add_calendar();
  void add_weather();

  const ControlPanel& panel_;
  ReferenceWindow window_;
  Eigen::MatrixXf common_;  // days × what moves all accounts: calendar, weather
  std::array<Standardised, channel_count> standardised_;
};

}  // namespace davy::signal
