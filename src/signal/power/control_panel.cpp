#include "signal/power/control_panel.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

using Eigen::Index;
using Eigen::MatrixXf;
using Eigen::VectorXf;

constexpr Index components_max = 6;
constexpr Index components_spare = 4;  // beyond those wanted: the search converges the faster
constexpr int subspace_rounds = 5;
constexpr float clip_deviations = 4;
constexpr float ridge_per_day = 0.02F;
constexpr int clipping_rounds = 2;
constexpr float residual_clip = 2;
constexpr Index yearly_wave_days = 330;
constexpr double witness_share_min = 0.6;  // of its reference that a witness must have
constexpr double weather_share_min = 0.8;  // of the reference whose temperature is known
constexpr power::Day quarter_days = 91;
constexpr double copy_correlation = 0.95;
constexpr std::size_t copy_hours_min = 500;

// Columns of mean 0 and deviation 1 over the reference; a constant one becomes 0.
void standardise_columns(MatrixXf& columns, Index reference_days) {
  for (Index c = 0; c < columns.cols(); ++c) {
    auto column = columns.col(c);
    const auto reference = column.head(reference_days);
    const float mean = reference.mean();
    const float deviation = std::sqrt((reference.array() - mean).square().mean());
    column.array() -= mean;
    if (deviation > 1e-6F)
      column /= deviation;
    else
      column.setZero();
  }
}

// Correlation of hour-to-hour differences: shape without level.
double difference_correlation(const power::PowerRecord& a, const power::PowerRecord& b,
                              power::Hour first, power::Hour end) {
  double aa = 0, bb = 0, ab = 0;
  std::size_t n = 0;
  for (power::Hour h = first + 1; h < end; ++h) {
    const double da = a.at(h) - a.at(h - 1);
    const double db = b.at(h) - b.at(h - 1);
    if (std::isnan(da) || std::isnan(db)) continue;
    aa += da * da;
    bb += db * db;
    ab += da * db;
    ++n;
  }
  return n < copy_hours_min || aa <= 0 || bb <= 0 ? 0 : ab / std::sqrt(aa * bb);
}

// The leading eigenvectors of a matrix that is another one less a few rows and columns, from those of that one: some rounds
// of subspace iteration, which cost a fraction of a decomposition. Smallest first, as a solver gives them.
MatrixXf leading_vectors(const MatrixXf& gram, MatrixXf start) {
  Eigen::HouseholderQR<MatrixXf> orthogonal(start);
  const Index columns = start.cols();
  for (int round = 0; round < subspace_rounds; ++round) {
    const MatrixXf basis = orthogonal.householderQ() * MatrixXf::Identity(gram.rows(), columns);
    orthogonal.compute(gram * basis);
  }
  const MatrixXf basis = orthogonal.householderQ() * MatrixXf::Identity(gram.rows(), columns);
  const Eigen::SelfAdjointEigenSolver<MatrixXf> inside(basis.transpose() * gram * basis);
  return basis * inside.eigenvectors();
}

}  // namespace

bool draw_alike(const power::PowerRecord& a, const power::PowerRecord& b, power::Hour first,
                power::Hour end) {
  return difference_correlation(a, b, first, end) > copy_correlation;
}

ChannelModel::ChannelModel(MatrixXf regressors, Index reference_days)
    : regressors_(std::move(regressors)) {
  standardise_columns(regressors_, reference_days);
  const auto reference = regressors_.topRows(reference_days);
  MatrixXf normal = reference.transpose() * reference;
  normal.diagonal().array() += ridge_per_day * static_cast<float>(reference_days);
  solver_ = normal.ldlt().solve(reference.transpose());
}

VectorXf ChannelModel::residuals(const VectorXf& channel) const {
  const Index reference_days = solver_.cols();
  VectorXf used = channel.head(reference_days);
  const float middle = median_of(used);
  for (float& y : used)
    if (std::isnan(y)) y = middle;
  VectorXf fitted;
  for (int round = 0; round <= clipping_rounds; ++round) {
    const float mean = used.mean();
    const VectorXf weights = solver_ * (used.array() - mean).matrix();
    fitted = (regressors_ * weights).array() + mean;
    if (round == clipping_rounds) break;
    const VectorXf left = channel.head(reference_days) - fitted.head(reference_days);
    const Spread spread = spread_of(left);
    for (Index d = 0; d < reference_days; ++d) {
      const float clip = residual_clip * spread.deviation;
      used[d] = fitted[d] + (std::isnan(left[d])
                                 ? spread.median
                                 : std::clamp(left[d], spread.median - clip, spread.median + clip));
    }
  }
  return channel - fitted;
}

ControlPanel::ControlPanel(std::span<const power::PowerRecord> records,
                           const Surroundings& surroundings)
    : surroundings_(surroundings) {
  if (records.empty()) return;
  first_ = signal::first_day(records[0]);
  end_ = signal::end_day(records[0]);
  for (const power::PowerRecord& record : records) {
    first_ = std::min(first_, signal::first_day(record));
    end_ = std::max(end_, signal::end_day(record));
  }
  for (const power::PowerRecord& record : records)
    channels_.push_back(day_channels(record, first_, end_));
  find_copies(records);
}

void ControlPanel::find_copies(std::span<const power::PowerRecord> records) {
  for (power::Day day = first_; day < end_; day += quarter_days) {
    const power::Day end = std::min(end_, day + quarter_days);
    for (std::size_t a = 0; a < records.size(); ++a)
      for (std::size_t b = a + 1; b < records.size(); ++b)
        if (draw_alike(records[a], records[b], day * 24, end * 24))
          copies_.push_back(
              {static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b), day, end});
  }
}

bool ControlPanel::is_copy(std::size_t meter, std::size_t other,
                           const ReferenceWindow& window) const {
  return std::ranges::any_of(copies_, [&](const Copies& c) {
    const bool same = (c.a == meter && c.b == other) || (c.a == other && c.b == meter);
    return same && c.first < window.end && c.end > window.first;
  });
}

PanelWindow::PanelWindow(const ControlPanel& panel, const ReferenceWindow& window)
    : panel_(panel), window_(window) {
  add_calendar();
  add_weather();
  for (std::size_t c = 0; c < channel_count; ++c) standardised_[c] = standardise(c);
}

void PanelWindow::add_calendar() {
  constexpr Index weekdays = 5;  // off, Saturday, Sunday, Monday, Friday
  const power::Calendar& calendar = panel_.surroundings().calendar;
  const auto kinds = static_cast<Index>(calendar.kinds());
  const bool wave = window_.reference_days() >= yearly_wave_days;
  common_ = MatrixXf::Zero(window_.days(), weekdays + kinds + (wave ? 2 : 0));
  for (Index i = 0; i < window_.days(); ++i) {
    const power::Day day = window_.first + static_cast<power::Day>(i);
    const int weekday = power::weekday(day);
    common_(i, 0) = calendar.is_off(day) ? 1.0F : 0.0F;
    common_(i, 1) = weekday == 5 ? 1.0F : 0.0F;
    common_(i, 2) = weekday == 6 ? 1.0F : 0.0F;
    common_(i, 3) = weekday == 0 ? 1.0F : 0.0F;
    common_(i, 4) = weekday == 4 ? 1.0F : 0.0F;
    for (Index k = 0; k < kinds; ++k)
      common_(i, weekdays + k) = calendar.is(day, static_cast<std::size_t>(k)) ? 1.0F : 0.0F;
    if (!wave) continue;
    const double turn = 2 * std::numbers::pi * day / 365.25;
    common_(i, weekdays + kinds) = static_cast<float>(std::sin(turn));
    common_(i, weekdays + kinds + 1) = static_cast<float>(std::cos(turn));
  }
}

// Two columns, where the temperature of most days is known; a day without one is an average day.
void PanelWindow::add_weather() {
  const power::PowerRecord& temperature = panel_.surroundings().temperature_c;
  if (temperature.kw.empty()) return;
  MatrixXf degrees(window_.days(), 2);
  for (Index i = 0; i < window_.days(); ++i) {
    const DegreeDay day = degree_day(temperature, window_.first + static_cast<power::Day>(i));
    degrees.row(i) << day.heating, day.cooling;
  }
  for (Index c = 0; c < degrees.cols(); ++c) {
    auto column = degrees.col(c);
    const Moments known = moments_of(column.head(window_.reference_days()));
    if (static_cast<double>(known.count) <
        weather_share_min * static_cast<double>(window_.reference_days()))
      return;
    for (float& value : column)
      if (std::isnan(value)) value = known.mean;
  }
  common_.conservativeResize(Eigen::NoChange, common_.cols() + degrees.cols());
  common_.rightCols(degrees.cols()) = degrees;
}

PanelWindow::Standardised PanelWindow::standardise(std::size_t channel) const {
  const auto meters = static_cast<Index>(panel_.meters());
  Standardised out{.values = MatrixXf::Zero(window_.days(), meters),
                   .gram = {},
                   .usable = std::vector<bool>(panel_.meters())};
  const auto offset = static_cast<std::size_t>(window_.first - panel_.first_day());
  for (Index m = 0; m < meters; ++m) {
    const DayChannels& days = panel_.channels(static_cast<std::size_t>(m));
    VectorXf values(window_.days());
    for (Index i = 0; i < window_.days(); ++i)
      values[i] = days.days[offset + static_cast<std::size_t>(i)][channel];
    const Moments known = moments_of(values.head(window_.reference_days()));
    const bool usable = static_cast<double>(known.count) >=
                            witness_share_min * static_cast<double>(window_.reference_days()) &&
                        known.deviation > 0;
    out.usable[static_cast<std::size_t>(m)] = usable;
    if (!usable) continue;
    for (Index i = 0; i < window_.days(); ++i) {
      const float z = (values[i] - known.mean) / known.deviation;
      out.values(i, m) = std::isnan(z) ? 0 : std::clamp(z, -clip_deviations, clip_deviations);
    }
  }
  const auto reference = out.values.topRows(window_.reference_days());
  out.gram = reference.transpose() * reference;
  const Eigen::SelfAdjointEigenSolver<MatrixXf> solver(out.gram);
  out.leading =
      solver.eigenvectors().rightCols(std::min(meters, components_max + components_spare));
  return out;
}

// The leading principal components of the accounts that are neither the target nor copies of it.
MatrixXf PanelWindow::components(std::size_t meter, std::size_t channel) const {
  const Standardised& all = standardised_[channel];
  std::vector<Index> witnesses;
  for (std::size_t m = 0; m < panel_.meters(); ++m)
    if (m != meter && all.usable[m] && !panel_.is_copy(meter, m, window_))
      witnesses.push_back(static_cast<Index>(m));
  const Index wanted = std::min(components_max, static_cast<Index>(witnesses.size()));
  if (wanted == 0) return MatrixXf(window_.days(), 0);
  const MatrixXf gram = all.gram(witnesses, witnesses);
  const Index columns = std::min(all.leading.cols(), static_cast<Index>(witnesses.size()));
  const MatrixXf vectors =
      leading_vectors(gram, all.leading(witnesses, Eigen::all).rightCols(columns));
  return all.values(Eigen::all, witnesses) * vectors.rightCols(wanted);
}

ChannelModel PanelWindow::model(std::size_t meter, std::size_t channel) const {
  const MatrixXf factors = components(meter, channel);
  MatrixXf regressors(window_.days(), common_.cols() + factors.cols());
  regressors << common_, factors;
  return {std::move(regressors), window_.reference_days()};
}

}  // namespace davy::signal
