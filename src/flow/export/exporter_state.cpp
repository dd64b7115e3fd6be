#include "flow/export/exporter_state.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::uint32_t late_max = 100'000;  // records or messages; further behind is no late one
constexpr unsigned late_in_a_row_max = 16;
constexpr std::int32_t uptime_slack_ms = 10'000;  // messages on different ways overtake each other

std::int32_t distance(std::uint32_t from, std::uint32_t to) {
  return static_cast<std::int32_t>(to - from);
}

}  // namespace

bool SequenceWatch::fits(const Seen& seen) const {
  const std::uint32_t step = seen.number - last_->number;
  return !last_->units_known || step == last_->units || step == last_->other_units ||
         (seen.units_known && (step == seen.units || step == seen.other_units));
}

bool SequenceWatch::is_restart(const Seen& seen, std::int32_t ahead) const {
  if (seen.uptime_ms && last_->uptime_ms) {
    const std::int32_t uptime_step = distance(*last_->uptime_ms, *seen.uptime_ms);
    if (uptime_step < -uptime_slack_ms) return true;
  }
  if (ahead >= 0) return static_cast<std::uint32_t>(ahead) > limits::export_sequence_jump_max;
  const bool from_the_start = !seen.uptime_ms && (seen.number == 0 || seen.number == seen.units);
  return from_the_start || ahead < -static_cast<std::int32_t>(late_max) ||
         late_in_a_row_ >= late_in_a_row_max;
}

void SequenceWatch::see(const Seen& seen) {
  if (!last_ || fits(seen)) {
    last_ = seen;
    late_in_a_row_ = 0;
    return;
  }
  const std::int32_t ahead = distance(last_->number + last_->units, seen.number);
  if (is_restart(seen, ahead)) {
    ++restarts_;
  } else if (ahead < 0) {
    ++late_in_a_row_;
    missing_ -= std::min<std::uint64_t>(missing_, seen.units);
    return;
  } else {
    missing_ += static_cast<std::uint32_t>(ahead);
  }
  late_in_a_row_ = 0;
  last_ = seen;
}

const Samplers::Sampler* Samplers::find(std::optional<std::uint64_t> selector) const {
  const auto found = std::find_if(samplers_.begin(), samplers_.end(), [&](const Sampler& sampler) {
    return sampler.selector == selector;
  });
  return found == samplers_.end() ? nullptr : &*found;
}

void Samplers::learn(const Template& made, const RecordValues& values) {
  const auto told = sampled_one_in(made, values);
  if (!told) return;
  Sampler sampler{{}, *told};
  if (made.holds(Slot::selector)) sampler.selector = values[Slot::selector];
  if (const Sampler* const known = find(sampler.selector)) {
    samplers_[static_cast<std::size_t>(known - samplers_.data())] = sampler;
  } else if (samplers_.size() < limits::export_samplers_max) {
    samplers_.push_back(sampler);
  }
}

std::uint32_t Samplers::one_in(const Template& made, const RecordValues& values) const {
  if (const auto told = sampled_one_in(made, values)) return *told;
  if (samplers_.empty()) return 1;
  if (made.holds(Slot::selector)) {
    if (const Sampler* const own = find(values[Slot::selector])) return own->one_in;
  } else if (samplers_.size() == 1) {
    return samplers_.front().one_in;
  }
  const Sampler* const general = find({});
  return general == nullptr ? 1 : general->one_in;
}

std::size_t WaitingSets::hold(std::uint16_t template_id, const ExportClock& clock, Bytes content) {
  const std::size_t cost = cost_of(content.size());
  if (cost > limits::export_waiting_octets_max) return 1;
  std::size_t given_way = 0;
  while (octets_ + cost > limits::export_waiting_octets_max) {
    octets_ -= cost_of(sets_.front().content.size());
    sets_.pop_front();
    ++given_way;
  }
  if (content.empty()) return given_way;
  sets_.push_back({template_id, clock, {content.begin(), content.end()}});
  octets_ += cost;
  return given_way;
}

std::vector<WaitingSets::Set> WaitingSets::take(std::uint16_t template_id) {
  std::vector<Set> out;
  for (auto set = sets_.begin(); set != sets_.end();) {
    if (set->template_id != template_id) {
      ++set;
      continue;
    }
    octets_ -= cost_of(set->content.size());
    out.push_back(std::move(*set));
    set = sets_.erase(set);
  }
  return out;
}

}  // namespace davy::flow
