#include <algorithm>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "flow/export/zeek_log.hpp"
#include "flow/export/zeek_record.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t mark_octets_max = 32;  // a separator or a mark for unset or empty
constexpr std::uint8_t not_read = zeek_fields;
constexpr auto lists_begin = static_cast<std::uint8_t>(ZeekField::answers);

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// \xNN and \\ undone; other backslashes are kept.
void append_plain(std::string_view escaped, std::string& plain) {
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    const std::string_view rest = escaped.substr(i);
    const int high = rest.size() > 3 && rest.starts_with("\\x") ? hex_digit(rest[2]) : -1;
    const int low = high >= 0 ? hex_digit(rest[3]) : -1;
    if (low >= 0) {
      plain += static_cast<char>(high << 4 | low);
      i += 3;
    } else {
      plain += rest[0];
      if (rest.starts_with("\\\\")) ++i;
    }
  }
}

std::string plain(std::string_view escaped) {
  std::string text;
  append_plain(escaped, text);
  return text;
}

class ZeekTextLog : public LogFormat {
 public:
  explicit ZeekTextLog(LogOutput& output) : output_(output) { list_.reserve(list_reserve); }

  void line(const LogLine& line) override {
    if (line.text.starts_with('#')) return heading(line.text.substr(1));
    if (!line.ended || columns_.empty() || !split(line.text)) return output_.bad_line();
    tell(record_, path_, output_);
  }

 private:
  static constexpr std::size_t list_reserve = 2 * limits::log_list_items_max;

  void heading(std::string_view text);
  void set_mark(std::string& mark, std::string_view text);
  void set_fields(std::string_view names);
  bool split(std::string_view line);
  void set_field(std::uint8_t field, std::string_view text);
  std::span<const std::string_view> set_list(std::string_view text);
  std::string_view without_escapes(std::string_view text);
  std::size_t find_separator(std::string_view text) const {
    return separator_.size() == 1 ? text.find(separator_[0]) : text.find(separator_);
  }

  LogOutput& output_;
  std::string separator_ = "\t";
  std::string set_separator_ = ",";
  std::string unset_ = "-";
  std::string empty_ = "(empty)";
  ZeekPath path_ = ZeekPath::unknown;
  std::vector<std::uint8_t> columns_;  // the ZeekField of each, or not_read
  ZeekRecord record_;
  std::vector<std::string_view> list_;  // answers, then times to live; reserved, so that views stay
  std::string unescaped_;               // of this line; reserved to the line's length
};

void ZeekTextLog::set_mark(std::string& mark, std::string_view text) {
  const std::string read = plain(text);
  if (read.empty() || read.size() > mark_octets_max) return output_.bad_line();
  mark = read;
}

// "#separator \x09" itself is written with a space, the headings behind it with the separator.
void ZeekTextLog::heading(std::string_view text) {
  ++output_.counts().headings;
  if (text.starts_with("separator ")) return set_mark(separator_, text.substr(10));
  const std::size_t end = find_separator(text);
  const std::string_view name = text.substr(0, end);
  if (end == std::string_view::npos) return;
  const std::string_view value = text.substr(end + separator_.size());
  if (name == "fields") return set_fields(value);
  if (name == "path") path_ = zeek_path(value);
  if (name == "set_separator") set_mark(set_separator_, value);
  if (name == "unset_field") set_mark(unset_, value);
  if (name == "empty_field") set_mark(empty_, value);
}

void ZeekTextLog::set_fields(std::string_view names) {
  columns_.clear();
  record_ = {};
  for (bool more = true; more;) {
    if (columns_.size() == limits::log_columns_max) {
      columns_.clear();
      return output_.bad_line();
    }
    const std::size_t end = find_separator(names);
    const auto* found = std::ranges::find(zeek_field_names, names.substr(0, end));
    columns_.push_back(static_cast<std::uint8_t>(found - zeek_field_names.begin()));
    more = end != std::string_view::npos;
    if (more) names.remove_prefix(end + separator_.size());
  }
}

std::string_view ZeekTextLog::without_escapes(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return text;
  const std::size_t from = unescaped_.size();
  append_plain(text, unescaped_);  // never grows: see split()
  return std::string_view{unescaped_}.substr(from);
}

// Set separators inside an item are escaped, so a list is divided before escapes are undone.
std::span<const std::string_view> ZeekTextLog::set_list(std::string_view text) {
  const std::size_t from = list_.size();
  for (bool more = true; more;) {
    if (list_.size() - from == limits::log_list_items_max) {
      record_.list_cut = true;
      break;
    }
    const std::size_t end = text.find(set_separator_);
    list_.push_back(without_escapes(text.substr(0, end)));
    more = end != std::string_view::npos;
    if (more) text.remove_prefix(end + set_separator_.size());
  }
  return std::span{list_}.subspan(from);
}

void ZeekTextLog::set_field(std::uint8_t field, std::string_view text) {
  const bool unset = text == unset_;
  if (field >= lists_begin) {
    auto& list = field == lists_begin ? record_.answers : record_.ttls;
    list = {};
    if (!unset && text != empty_ && list_.size() + limits::log_list_items_max <= list_reserve)
      list = set_list(text);
    return;
  }
  std::string_view& value = record_.fields[field];
  if (unset)
    value = {};
  else
    value = text == empty_ ? std::string_view{""} : without_escapes(text);
}

bool ZeekTextLog::split(std::string_view line) {
  list_.clear();
  unescaped_.clear();
  if (line.find('\\') != std::string_view::npos) unescaped_.reserve(line.size());
  record_.list_cut = false;
  std::size_t column = 0;
  for (bool more = true; more; ++column) {
    if (column == columns_.size()) return false;
    const std::size_t end = find_separator(line);
    if (columns_[column] != not_read) set_field(columns_[column], line.substr(0, end));
    more = end != std::string_view::npos;
    if (more) line.remove_prefix(end + separator_.size());
  }
  return column == columns_.size();
}

}  // namespace

std::unique_ptr<LogFormat> zeek_text_log(LogOutput& output) {
  return std::make_unique<ZeekTextLog>(output);
}

}  // namespace davy::flow
