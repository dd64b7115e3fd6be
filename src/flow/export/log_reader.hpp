// Logs of flows and names, in pieces of octets as they come: Zeek, Suricata's EVE, nfdump's text.
//
// Units:   times UTC nanoseconds; octets as flow/export/exported_flow.hpp says.
// Shape:   the kind is found by content. LogReader puts octets together to lines, whatever their split over calls; lines end
//          in LF or CRLF; a UTF-8 byte order mark and blank lines are left out. Events reach the sink in the order of lines.
// Errors:  malformed() counts Malformed::log_line (a line, or record over several lines, that is cut, too long, or not what
//          its kind must be) and Malformed::export_time; what stands around it is read.
// Bounds:  limits::log_line_octets_max; those of the kinds.
// Threads: one owner. The sink is called from octets() and end() only.
// Source:  flow/export/{zeek,eve,nfdump}_log.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_reader.hpp"
#include "flow/export/log_format.hpp"
#include "flow/export/log_output.hpp"

namespace davy::flow {

enum class LogKind : std::uint8_t { zeek_text, zeek_json, eve, nfdump_json, nfdump_csv };
std::string_view name(LogKind kind);

// By the first lines; nothing where they are of none of these. A few KiB are enough, fewer may be too few.
std::optional<LogKind> log_kind(std::string_view first_octets);

class LogReader {
 public:
  LogReader(LogKind kind, ExportSink& sink);

  void octets(Bytes octets);
  void end();  // once, behind the last octet

  LogKind kind() const { return kind_; }
  const MalformedCounts& malformed() const { return output_.malformed(); }
  const LogCounts& counts() const { return output_.counts(); }
  std::uint64_t lines() const { return output_.counts().lines; }
  // Of what was handed to the sink: the first beginning, the last end.
  std::optional<Timestamp> first_time() const { return output_.first_time(); }
  std::optional<Timestamp> last_time() const { return output_.last_time(); }

 private:
  void piece(std::string_view text, std::size_t readable_behind, bool ends_line);
  void line(std::string_view text, std::size_t readable_behind, bool ended);

  LogKind kind_;
  LogOutput output_;
  std::unique_ptr<LogFormat> format_;
  std::string held_;       // the beginning of a line whose end has not come
  bool skipping_ = false;  // a line that is too long, to its end
  bool first_line_ = true;
};

}  // namespace davy::flow
