#include "lab/rhythm/corpus.hpp"

#include <set>

#include "lab/rhythm/corpus_files.hpp"
#include "signal/network/interval_features.hpp"
#include "signal/network/interval_shape.hpp"
#include "signal/network/rhythm.hpp"
#include "signal/network/rhythm_features.hpp"

namespace davy::lab {
namespace {

using flow::Direction;
using flow::FlowRecord;

// Hands out numbers in place of strengths, so that a record's checkpoints name their windows.
class Scribe final : public flow::RhythmJudge {
 public:
  struct Way {
    std::vector<float> features;
    bool has_work;
  };
  struct Pair {
    Way forward, reverse;
    bool both;
  };
  std::optional<flow::RhythmOpinion> opinion(const flow::RhythmWindow& window) const override {
    windows.push_back(
        {way(window, Direction::forward), way(window, Direction::reverse), !window.opening_seen});
    return flow::RhythmOpinion{.strength_nats = static_cast<float>(windows.size() - 1)};
  }
  static Way way(const flow::RhythmWindow& window, Direction client) {
    const signal::RhythmRoles roles = signal::roles_of(window, client);
    const signal::RhythmFeatures features = signal::features_of(roles);
    return {{features.begin(), features.end()}, signal::has_work(roles)};
  }
  mutable std::vector<Pair> windows;
};

void add(const std::string& file, const FlowRecord& record, const Label& label,
         const Scribe& scribe, Samples& out) {
  const bool mining = label.is_mining();
  for (const flow::RhythmCheckpoint& point : record.rhythm->checkpoints) {
    const Scribe::Pair& window = scribe.windows[static_cast<std::size_t>(point.strength_nats)];
    const auto flow = static_cast<std::uint32_t>(out.flows.size());
    out.samples.push_back({window.forward.features, window.forward.has_work, point.messages, flow});
    if (window.both && !mining)
      out.samples.push_back(
          {window.reverse.features, window.reverse.has_work, point.messages, flow});
  }
  out.flows.push_back({file, label.what(), mining,
                       static_cast<float>(seconds(record.last_seen - record.first_seen)),
                       1 / static_cast<float>(record.rhythm->checkpoints.size())});
}

void add(const std::string& file, const FlowRecord& record, const Label& label, Samples& out) {
  if (!record.intervals) return;
  const auto features = signal::interval_features_of(*record.intervals, Direction::forward);
  if (!features) return;
  const double duration_s = seconds(record.last_seen - record.first_seen);
  out.samples.push_back({{features->begin(), features->end()},
                         true,
                         0,
                         static_cast<std::uint32_t>(out.flows.size())});
  out.flows.push_back({file, label.what(), label.is_mining(), static_cast<float>(duration_s), 1});
}

const Label* judged(const std::map<Ends, Label>& labels, const Ends& ends) {
  const auto found = labels.find(ends);
  return found == labels.end() || !found->second.is_judged() ? nullptr : &found->second;
}

// The flows of a capture that the shipped detectors suspect.
std::set<Ends> suspected_by_rhythm(const std::string& path) {
  std::set<Ends> out;
  for (const FlowRecord& record : rhythms_of(path, signal::RhythmJudge::shipped()))
    if (signal::is_rhythm_suspect(record)) out.insert(ends(record.key));
  return out;
}
std::set<Ends> suspected_by_intervals(const std::string& path) {
  std::set<Ends> out;
  for (const CountedFlow& flow : counted_flows(path))
    if (signal::interval_shape(exported(flow.packets, {}))) out.insert(flow.ends);
  return out;
}

}  // namespace

Result<Samples> corpus_rhythms(const std::string& folder) {
  const auto labels = read_labels(folder);
  if (!labels) return std::unexpected(labels.error());
  Samples out;
  for (const auto& [file, by_ends] : *labels) {
    const Scribe scribe;
    for (const FlowRecord& record : rhythms_of(folder + "/" + file, scribe)) {
      const Label* label = judged(by_ends, ends(record.key));
      if (label != nullptr) add(file, record, *label, scribe, out);
    }
  }
  return out;
}

Result<Samples> corpus_intervals(const std::string& folder) {
  const auto labels = read_labels(folder);
  if (!labels) return std::unexpected(labels.error());
  Samples out;
  for (const auto& [file, by_ends] : *labels) {
    for (const CountedFlow& flow : counted_flows(folder + "/" + file)) {
      const Label* label = judged(by_ends, flow.ends);
      if (label != nullptr) add(file, exported(flow.packets, {}), *label, out);
    }
  }
  return out;
}

Result<std::vector<LabelledFlow>> corpus_suspects(const std::string& folder) {
  const auto labels = read_labels(folder);
  if (!labels) return std::unexpected(labels.error());
  std::vector<LabelledFlow> out;
  for (const auto& [file, by_ends] : *labels) {
    const std::string path = folder + "/" + file;
    const std::set<Ends> rhythm = suspected_by_rhythm(path);
    const std::set<Ends> intervals = suspected_by_intervals(path);
    for (const auto& [ends, label] : by_ends) {
      if (!label.is_judged()) continue;
      out.push_back({file.substr(0, file.find("__")), label.what(), label.is_mining(),
                     label.duration_s, rhythm.contains(ends), intervals.contains(ends)});
    }
  }
  return out;
}

}  // namespace davy::lab
