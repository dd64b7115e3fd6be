// Judges what a live sensor told, keeps it, and opens cases.
//
// Shape:   news are judged at once, with all that their hosts told lately; everything together once a minute of the sensor's clock,
//          and at the end: that is when detectors that compare flows or need minutes speak.
// Errors:  of the store: what was not kept is judged and written again with the next look.
// Bounds:  as LiveWindow.
// Threads: one owner.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "app/kept_flows.hpp"
#include "app/live_knowledge.hpp"
#include "app/live_ledger.hpp"
#include "app/live_window.hpp"
#include "workbench/store/store.hpp"

namespace davy::app {

struct LiveJudgeOptions {
  InspectOptions inspect = {};  // `sensor` names it
  std::string input = {};       // "interface eth1"
  std::string store_path = {};
  bool open_cases = true;
  std::uint32_t blind = 0;  // what the sensor cannot look for, 1 << report::Blindness
};

class LiveJudge {
 public:
  static Result<std::unique_ptr<LiveJudge>> open(LiveJudgeOptions options, Timestamp now);

  const flow::NameJudge& names() const { return knowledge_->names(); }
  void take(LiveTold&& told) { window_.take(std::move(told)); }
  // With the sensor's clock.
  Result<void> look(Timestamp now, bool ending);
  // Keeps the ledger: every ten seconds, when somebody began or ceased to look, and at the end. `counts`: since the beginning.
  struct Ledger {
    bool awake = true;
    LiveCounts counts = {};
    std::optional<Duration> clock_offset = {};
    bool ending = false;
  };
  Result<void> note(Timestamp now, const Ledger& seen);

 private:
  LiveJudge(LiveJudgeOptions options, store::Store store, std::unique_ptr<LiveKnowledge> knowledge,
            std::string key, Timestamp now);
  // Of all that the window holds, or of what it holds of these hosts.
  enum class Look : std::uint8_t { news, everything };
  Result<void> look_at(Look look);
  Result<void> judge(Look look, const std::set<IpAddress>& hosts);
  Result<void> keep(const report::Findings& findings);
  void refresh();

  LiveJudgeOptions options_;
  store::Store store_;
  std::unique_ptr<LiveKnowledge> knowledge_;
  report::Style style_;
  LiveWindow window_;
  KeptFlows kept_;
  LiveLedger ledger_;
  std::vector<store::CoverageCell> not_noted_;  // what the store did not take yet
  bool was_awake_ = true;
  Timestamp everything_at_;
  Timestamp noted_at_;
};

}  // namespace davy::app
