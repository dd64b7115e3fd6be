// The zero report: what was covered in a period, what was not, and what was found there.
//
// Units:   seconds; times in UTC, whole hours.
// Shape:   of the coverage ledger (store/coverage.hpp), for the sensors asked about. It never says "none": where nobody looked it
//          says that, where something was found it lists it with its case, and else it says that nothing was found in the share
//          of sensor hours that was covered. A subject counts if the time in which it was seen meets the period and its verdict is
//          suspected or surer; one whose case two people set aside (suppressed) is listed and does not count.
//          Its JSON form carries a signature over the report's own octets; making one is an entry of the audit log.
// Errors:  as store.hpp; a period that is none, or lies in the future, is usage_error.
// Bounds:  below; what is left out is counted.
// Threads: of the store; values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verdict/verdict.hpp"
#include "workbench/custody/evidence.hpp"

namespace davy::custody {

inline constexpr std::int64_t zero_hours_max = 10 * 366 * 24;
inline constexpr std::size_t zero_gaps_max = 200;  // of one sensor
inline constexpr std::size_t zero_findings_max = 2'000;

struct ZeroQuestion {
  Timestamp from = {};
  Timestamp to = {};
  std::string unit = {};                  // "": all
  std::vector<std::string> sensors = {};  // none: every one that the store knows
};

// Hours in a row of which more than a minute each was not covered.
struct CoverageGap {
  Timestamp from = {};
  Timestamp to = {};
  double missing_s = 0;
};

struct SensorCover {
  std::string name = {};
  std::string kind = {};
  double alive_s = 0;
  double asked_s = 0;
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;
  std::uint64_t flows = 0;
  std::uint64_t malformed = 0;
  std::uint64_t dropped_kernel = 0;
  std::uint64_t dropped_davy = 0;
  std::uint64_t exporter_gaps = 0;
  std::optional<double> clock_offset_s = {};  // the largest, either way
  std::uint32_t blind_bits = 0;               // 1 << report::Blindness, at times
  std::vector<std::string> packs = {};
  std::vector<CoverageGap> gaps = {};
  std::uint64_t gaps_left_out = 0;
};

struct ZeroFinding {
  std::int64_t subject_id = 0;
  std::string kind = {};
  std::string name = {};
  std::string unit = {};
  verdict::Level level = verdict::Level::unknown;
  double probability = 0;
  Timestamp first_seen = {};
  Timestamp last_seen = {};
  std::optional<std::int64_t> case_id = {};  // the latest
  std::string phase = {};                    // its keys, as in schema/openapi.yaml
  std::string cause = {};
  bool closed = false;
  bool set_aside = false;
};

enum class ZeroStatement : std::uint8_t { nobody_looked, nothing_found, found };
std::string_view name(ZeroStatement statement);

struct ZeroReport {
  ZeroQuestion question = {};
  Maker maker = {};
  store::AuditHead head = {};
  std::string fingerprint = {};
  std::vector<SensorCover> sensors = {};
  std::vector<ZeroFinding> findings = {};
  std::uint64_t findings_left_out = 0;

  double alive_s() const;
  double asked_s() const;
  double share() const;  // 0..1 of the sensor hours asked for
  std::uint64_t counted() const;
  ZeroStatement statement() const;
};

// Noted in the audit log; signed by zero_json().
Result<ZeroReport> zero_report(store::Store& store, const ZeroQuestion& question,
                               const Maker& maker, const SigningKey& key);
// {"zero_report":{…},"signature":{…}} and a line break.
Result<std::string> zero_json(const ZeroReport& report, const SigningKey& key);

}  // namespace davy::custody
