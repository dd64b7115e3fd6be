#include <string>

#include "base/limits.hpp"
#include "flow/export/json_record.hpp"
#include "flow/export/nfdump_log.hpp"
#include "flow/export/nfdump_record.hpp"

namespace davy::flow {
namespace {

enum Name : std::size_t {
  type_,
  first_,
  last_,
  proto_,
  src4_,
  src6_,
  dst4_,
  dst6_,
  src_port_,
  dst_port_,
  flags_,
  in_packets_,
  in_bytes_,
  out_packets_,
  out_bytes_,
  src_vlan_,
  count_,
};
constexpr std::array<JsonName, count_> names{{
    {"", "type"},
    {"", "first"},
    {"", "last"},
    {"", "proto"},
    {"", "src4_addr"},
    {"", "src6_addr"},
    {"", "dst4_addr"},
    {"", "dst6_addr"},
    {"", "src_port"},
    {"", "dst_port"},
    {"", "tcp_flags"},
    {"", "in_packets"},
    {"", "in_bytes"},
    {"", "out_packets"},
    {"", "out_bytes"},
    {"", "src_vlan"},
}};

constexpr std::string_view between_objects = " \t[],";

// Puts the lines of an object together: from the first brace to the one that closes it. A string that its line does not
// close is damaged; the next line that begins with a brace begins anew.
class NfdumpJsonLog : public LogFormat {
 public:
  explicit NfdumpJsonLog(LogOutput& output) : output_(output), json_(names) {}

  void line(const LogLine& line) override {
    std::string_view rest = line.text;
    if (begins_anew(rest)) restart();
    while (!rest.empty()) {
      if (depth_ == 0 && !begin(rest)) return;
      const std::size_t used = object_octets(rest);
      if (object_.size() + used > limits::log_line_octets_max || in_string_) return lose();
      object_.append(rest.substr(0, used));
      rest.remove_prefix(used);
      if (depth_ == 0) read();
    }
    object_ += '\n';
  }
  void lost_line() override { restart_at_brace(); }
  void end() override {
    if (depth_ > 0) output_.bad_line();
    restart_at_brace();
  }

 private:
  // nfdump's braces stand at the beginning of a line; where all is lost anyway, indented ones do.
  bool begins_anew(std::string_view text) const {
    if (!lost_) return depth_ > 0 && text.starts_with('{');
    const std::size_t first = text.find_first_not_of(between_objects);
    return first != std::string_view::npos && text[first] == '{';
  }

  // Between objects: brackets, commas and blanks. Anything else is counted, and its line left.
  bool begin(std::string_view& rest) {
    object_.clear();
    if (lost_) return false;
    const std::size_t brace = rest.find_first_not_of(between_objects);
    if (brace == std::string_view::npos) return false;
    rest.remove_prefix(brace);
    if (rest[0] == '{') return true;
    if (rest == nfdump_no_flows)
      ++output_.counts().headings;
    else
      lose();
    return false;
  }

  // How much of `text` belongs to the object that is open.
  std::size_t object_octets(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (in_string_) {
        if (c == '\\') ++i;
        if (c == '"') in_string_ = false;
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{') {
        ++depth_;
      } else if (c == '}' && --depth_ == 0) {
        return i + 1;
      }
    }
    return text.size();
  }

  void restart_at_brace() {
    object_.clear();
    depth_ = 0;
    in_string_ = false;
    lost_ = true;
  }
  void lose() {
    output_.bad_line();
    restart_at_brace();
  }
  void restart() {
    if (depth_ > 0) output_.bad_line();
    restart_at_brace();
    lost_ = false;
  }

  void read() {
    static constexpr std::size_t behind = 64;  // as much as JsonRecord wants, not to copy the line
    const std::size_t size = object_.size();
    object_.append(behind, ' ');
    if (!json_.read({std::string_view{object_}.substr(0, size), behind, true}))
      return output_.bad_line();
    if (json_.has(type_) && json_[type_] != "FLOW")
      ++output_.counts().other_events;
    else
      tell(record(), output_);
  }

  NfdumpRecord record() const {
    using enum NfdumpField;
    NfdumpRecord record;
    record[first] = json_[first_];
    record[last] = json_[last_];
    record[source_address] = json_[json_.has(src4_) ? src4_ : src6_];
    record[destination_address] = json_[json_.has(dst4_) ? dst4_ : dst6_];
    record[source_port] = json_[src_port_];
    record[destination_port] = json_[dst_port_];
    record[protocol] = json_[proto_];
    record[flags] = json_[flags_];
    record[packets] = json_[in_packets_];
    record[octets] = json_[in_bytes_];
    record[reverse_packets] = json_[out_packets_];
    record[reverse_octets] = json_[out_bytes_];
    record[vlan] = json_[src_vlan_];
    return record;
  }

  LogOutput& output_;
  JsonRecord json_;
  std::string object_;  // that is open, with what was read of it
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool lost_ = false;  // until a line begins with a brace, nothing more is counted
};

}  // namespace

std::unique_ptr<LogFormat> nfdump_json_log(LogOutput& output) {
  return std::make_unique<NfdumpJsonLog>(output);
}

}  // namespace davy::flow
