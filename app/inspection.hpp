// The inputs of one run, read and judged.
//
// Shape:   each input is read as what it is (capture, flow export, log); its suspects are judged with all that is known of
//          them; in the end the hosts are.
// Errors:  an input that cannot be read is told on standard error and in its coverage; the others are still read.
// Threads: one owner; InspectOptions::threads of its own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/export_input.hpp"
#include "app/inspect.hpp"
#include "app/meter_input.hpp"
#include "app/pipeline.hpp"
#include "probe/own_probes.hpp"
#include "signal/network/contact.hpp"
#include "signal/network/work_service.hpp"
#include "workbench/registry/filed_systems.hpp"
#include "workbench/report/findings.hpp"

namespace davy::app {

// What a run knows before it looks at anything.
struct Knowledge {
  signal::Indicators indicators;
  probe::OwnProbes own_probes;
  MeterKnowledge meters;
  registry::FiledSystems systems;
  std::string version = {};  // of the facts: "davy 1.0.0, facts 3f29ab12"
};

class Inspection {
 public:
  Inspection(const InspectOptions& options, const Knowledge& knowledge)
      : options_(options),
        knowledge_(knowledge),
        contacts_(knowledge.indicators),
        meters_(options.meters) {}

  void files(const std::vector<std::string>& inputs);
  // What exporters send to InspectOptions::listen, for as long as it says.
  void listen();
  // What was read elsewhere: of an interface.
  void outcome(CaptureOutcome told, const std::string& input);
  report::Findings& finish();

  bool failed() const { return failed_; }
  const flow::FlowCounts& counts() const { return counts_; }

 private:
  // Zeek writes one log a kind of event: those of a folder are of one sensor.
  struct ZeekLog {
    std::string input;
    std::size_t number = 0;
    bool names_first = false;
  };

  void file(const std::string& input, std::size_t number);
  void capture_file(capture::InputFile file, const std::string& input, std::size_t number);
  void take_outcome(CaptureOutcome& outcome, const std::string& input, std::size_t number);
  void export_file(capture::InputFile file, const std::string& input, std::size_t number);
  void meter_file(capture::InputFile file, const std::string& input);
  void zeek_logs(std::vector<ZeekLog> logs);
  void read_told(SensorReader& sensor, capture::InputFile file, const std::string& input,
                 std::size_t number);
  void tell_damage(const report::Coverage& coverage);
  void keep_sensor(SensorReader& sensor, std::size_t coverage);
  void fail(const std::string& input, const std::string& why);
  std::uint64_t set_own_probes_aside(std::vector<flow::FlowRecord>& records,
                                     const std::string& input);
  std::uint64_t judge_all(std::vector<flow::FlowRecord>& records, const std::string& input);
  report::JudgedFlow judge(flow::FlowRecord record, const signal::WorkServices& services,
                           std::vector<signal::Signal> of_several, const SharedText& input) const;
  void keep(report::JudgedFlow judged);
  void keep_unused_lookups();
  void judge_meters();
  void judge_subjects_after_sorting();
  void judge_systems();

  const InspectOptions& options_;
  const Knowledge& knowledge_;
  signal::Contacts contacts_;
  std::map<std::string, std::vector<ZeekLog>> zeek_logs_;  // by folder
  std::vector<std::string> inputs_;
  MeterInput meters_;
  report::Findings findings_;
  flow::FlowCounts counts_;
  bool failed_ = false;
};

}  // namespace davy::app
