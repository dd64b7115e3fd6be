// One file of readings, whatever its form, into a MeterBook.
//
// Units:   what the file, its heading or its name says, else kWh per interval; counts().unit says which and why.
// Shape:   the kind is found by content. Octets come in pieces, split anywhere; memory does not grow with the file. Of JSON one
//          object at a time is held.
// Errors:  a reading that cannot be is left out and counted by reason, with the first lines told (counts().notes). problem()
//          says why the file as a whole is of no use, and what to do. Nothing is repaired or invented.
// Bounds:  limits::meter_*.
// Threads: one owner; the book is written to from octets() and end() only.
// Source:  docs/meters.md; NAESB REQ.21 (Green Button); DMTF DSP0266, DSP2046 (Redfish); ipmitool(1); Prometheus HTTP API.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/result.hpp"
#include "base/text_encoding.hpp"
#include "power/meter_book.hpp"

namespace davy::power {

struct ReadingOptions {
  std::string time_zone = {};  // IANA; "": times as written, UTC where a zone is written
  std::string unit = {};      // "": as the file says; "kW", "W", "kWh", "Wh" and others override it
  std::string columns = {};   // path or text of a mapping (power/read/mapping_file.hpp)
  bool interval_end = false;  // times name the end of their interval
};

enum class MeterFileKind : std::uint8_t { csv, green_button, redfish, ipmi_sdr, prometheus };
std::string_view name(MeterFileKind kind);  // "green-button"

// Some KiB are enough; nothing where it is none of these, and for captures, flow logs and findings. A table is one too if it has times
// and numbers under headings that nobody knows: who reads it says what to do about that.
std::optional<MeterFileKind> meter_file_kind(std::string_view first_octets,
                                             const ReadingOptions& options = {});

struct MeterFileCounts {
  std::uint64_t rows = 0;          // lines of data, blocks of readings, series
  std::uint64_t readings = 0;      // handed to the book, which may still find flaws in them
  std::uint64_t no_readings = 0;   // cells that say that there is none
  std::uint64_t meters = 0;        // names seen in this file
  Quality flaws;                   // of what was not handed on
  std::string layout;              // "wide: one column a meter"
  std::string unit;                // "kWh: from the file's name"
  std::string time;                // "local time as written"
  std::vector<std::string> notes;  // "readings.csv:12: … remedy"; at most limits::meter_notes_max
};

class MeterFormat;
struct MeterFileOutput;

class MeterReader {
 public:
  MeterReader(MeterFileKind kind, MeterBook& book, const ReadingOptions& options,
              std::string_view file_name);
  ~MeterReader();
  MeterReader(MeterReader&&) noexcept;
  MeterReader& operator=(MeterReader&&) noexcept;

  void octets(Bytes chunk);
  void end();  // once, behind the last octet

  MeterFileKind kind() const { return kind_; }
  const MeterFileCounts& counts() const;
  Result<void> problem() const;

 private:
  void text(std::string_view chunk);

  MeterFileKind kind_;
  std::unique_ptr<MeterFileOutput> output_;
  std::unique_ptr<MeterFormat> format_;
  std::optional<Utf16Reader> utf16_;  // a table of a spreadsheet's "Unicode text"
  std::string beginning_;             // until it is long enough to tell
  bool begun_ = false;
};

}  // namespace davy::power
