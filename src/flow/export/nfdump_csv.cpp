#include <algorithm>
#include <vector>

#include "base/limits.hpp"
#include "flow/export/nfdump_log.hpp"
#include "flow/export/nfdump_record.hpp"

namespace davy::flow {
namespace {

struct Column {
  std::string_view name;
  NfdumpField field;
};
using enum NfdumpField;
constexpr std::array<Column, 28> columns_known{{
    {"ts", first},
    {"te", last},
    {"td", duration},
    {"sa", source_address},
    {"da", destination_address},
    {"sp", source_port},
    {"dp", destination_port},
    {"pr", protocol},
    {"flg", flags},
    {"ipkt", packets},
    {"ibyt", octets},
    {"opkt", reverse_packets},
    {"obyt", reverse_octets},
    {"svln", vlan},
    {"firstSeen", first},
    {"lastSeen", last},
    {"duration", duration},
    {"srcAddr", source_address},
    {"dstAddr", destination_address},
    {"srcPort", source_port},
    {"dstPort", destination_port},
    {"proto", protocol},
    {"flags", flags},
    {"packets", packets},
    {"bytes", octets},
    {"outPackets", reverse_packets},
    {"outBytes", reverse_octets},
    {"srcVlan", vlan},
}};
constexpr std::uint8_t not_read = nfdump_fields;

// Calls `each(field text)` for what stands between commas, until it says no.
template <typename Each>
void for_each_field(std::string_view line, Each&& each) {
  for (bool more = true; more;) {
    const std::size_t comma = line.find(',');
    if (!each(trim_blanks(line.substr(0, comma)))) return;
    more = comma != std::string_view::npos;
    if (more) line.remove_prefix(comma + 1);
  }
}

std::uint8_t field_of(std::string_view name) {
  for (const Column& column : columns_known) {
    if (column.name == name) return static_cast<std::uint8_t>(column.field);
  }
  return not_read;
}

// The NfdumpField of each column, or not_read; empty where there are too many.
std::vector<std::uint8_t> columns_of(std::string_view heading) {
  std::vector<std::uint8_t> columns;
  for_each_field(heading, [&](std::string_view name) {
    columns.push_back(field_of(name));
    return columns.size() <= limits::log_columns_max;
  });
  if (columns.size() > limits::log_columns_max) columns.clear();
  return columns;
}

bool is_flow_heading(const std::vector<std::uint8_t>& columns) {
  return std::ranges::all_of(
      std::array{first, source_address, destination_address, packets}, [&](NfdumpField field) {
        return std::ranges::find(columns, static_cast<std::uint8_t>(field)) != columns.end();
      });
}

class NfdumpCsvLog : public LogFormat {
 public:
  explicit NfdumpCsvLog(LogOutput& output) : output_(output) {}

  void line(const LogLine& line) override {
    if (is_letter(line.text[0]) && line.text.find(':') == std::string_view::npos)
      return heading(line);
    if (in_summary_ || line.text == nfdump_no_flows) {
      ++output_.counts().headings;
      return;
    }
    if (!line.ended || columns_.empty() || !split(line.text)) return output_.bad_line();
    tell(record_, output_);
  }

 private:
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || c == 'S'; }

  // A heading of flows, `Summary`, or the heading below it.
  void heading(const LogLine& line) {
    ++output_.counts().headings;
    auto columns = columns_of(line.text);
    const bool flows = is_flow_heading(columns);
    in_summary_ = (in_summary_ && !flows) || line.text == "Summary";
    if (flows) {
      columns_ = std::move(columns);
      record_ = {};
    } else if (!in_summary_) {
      output_.bad_line();
    }
  }

  bool split(std::string_view line) {
    std::size_t column = 0;
    for_each_field(line, [&](std::string_view text) {
      if (column < columns_.size() && columns_[column] != not_read)
        record_.fields[columns_[column]] = text;
      return ++column <= columns_.size();
    });
    return column == columns_.size();
  }

  LogOutput& output_;
  std::vector<std::uint8_t> columns_;  // the NfdumpField of each, or not_read
  bool in_summary_ = false;
  NfdumpRecord record_;
};

}  // namespace

bool is_nfdump_csv_heading(std::string_view line) { return is_flow_heading(columns_of(line)); }

std::unique_ptr<LogFormat> nfdump_csv_log(LogOutput& output) {
  return std::make_unique<NfdumpCsvLog>(output);
}

}  // namespace davy::flow
