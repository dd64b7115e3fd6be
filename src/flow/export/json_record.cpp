#include "flow/export/json_record.hpp"

#include <simdjson.h>

#include <string>

#include "base/limits.hpp"

namespace davy::flow {

namespace ondemand = simdjson::ondemand;

class JsonRecord::Parser {
 public:
  bool read(const LogLine& line, JsonRecord& record);

 private:
  bool object(ondemand::object members, std::size_t section, bool in_row, JsonRecord& record);
  bool member(ondemand::field field, std::size_t section, bool in_row, JsonRecord& record);
  bool nested(ondemand::value value, std::size_t number, std::size_t below, JsonRecord& record);
  bool items(ondemand::array array, std::size_t number, std::size_t below, JsonRecord& record);
  bool row(ondemand::object members, std::size_t section, JsonRecord& record);
  static bool scalar(ondemand::value value, std::string_view& text);

  ondemand::parser parser_;
  std::string padded_;         // a line with nothing behind it
  const char* end_ = nullptr;  // of the line that is read
};

namespace {

std::string_view without_blanks_behind(std::string_view token) {
  while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
  return token;
}

}  // namespace

// A string without escapes is lent from the line itself: the usual case, and twice as fast.
bool JsonRecord::Parser::scalar(ondemand::value value, std::string_view& text) {
  const std::string_view token = without_blanks_behind(value.raw_json_token());
  if (token.empty()) return false;
  if (token[0] != '"') {
    if (token != "null") text = token;
    return true;
  }
  if (token.size() >= 2 && token.find('\\') == std::string_view::npos) {
    text = token.substr(1, token.size() - 2);
    return token.back() == '"';
  }
  return value.get_string().get(text) == simdjson::SUCCESS;
}

bool JsonRecord::Parser::row(ondemand::object members, std::size_t section, JsonRecord& record) {
  for (const Member& member : record.sections_[section].members)
    record.lists_[member.number].emplace_back();
  return object(members, section, true, record);
}

bool JsonRecord::Parser::items(ondemand::array array, std::size_t number, std::size_t below,
                               JsonRecord& record) {
  for (auto item : array) {
    ondemand::value value;
    ondemand::json_type type{};
    if (std::move(item).get(value) || value.type().get(type)) return false;
    const bool is_row = type == ondemand::json_type::object && below != none;
    const std::size_t column = is_row ? record.sections_[below].members.front().number : number;
    if (column == none) continue;
    if (record.lists_[column].size() >= limits::log_list_items_max) {
      record.list_cut_ = true;
      continue;
    }
    if (is_row) {
      ondemand::object members;
      if (value.get_object().get(members) || !row(members, below, record)) return false;
    } else if (type != ondemand::json_type::object && type != ondemand::json_type::array) {
      if (!scalar(value, record.lists_[number].emplace_back())) return false;
    }
  }
  return true;
}

bool JsonRecord::Parser::nested(ondemand::value value, std::size_t number, std::size_t below,
                                JsonRecord& record) {
  ondemand::json_type type{};
  if (value.type().get(type)) return false;
  if (type == ondemand::json_type::object) {
    ondemand::object members;
    return below == none ||
           (!value.get_object().get(members) && object(members, below, false, record));
  }
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    return !value.get_array().get(array) && items(array, number, below, record);
  }
  if (number == none || record.has(number)) return true;
  return scalar(value, record.values_[number]);
}

bool JsonRecord::Parser::member(ondemand::field field, std::size_t section, bool in_row,
                                JsonRecord& record) {
  const std::string_view from_key{field.key().raw(), end_};
  const std::string_view key = from_key.substr(0, from_key.find('"'));  // escapes match no name
  const std::size_t number = find(record.sections_[section].members, key);
  if (!in_row) {
    const std::size_t below = find(record.sections_[section].below, key);
    if (number == none && below == none) return true;
    return nested(field.value(), number, below, record);
  }
  ondemand::json_type type{};
  if (number == none || record.lists_[number].empty()) return true;
  if (field.value().type().get(type)) return false;
  if (type == ondemand::json_type::object || type == ondemand::json_type::array) return true;
  return scalar(field.value(), record.lists_[number].back());
}

bool JsonRecord::Parser::object(ondemand::object members, std::size_t section, bool in_row,
                                JsonRecord& record) {
  for (auto each : members) {
    ondemand::field field;
    if (std::move(each).get(field) || !member(field, section, in_row, record)) return false;
  }
  return true;
}

bool JsonRecord::Parser::read(const LogLine& line, JsonRecord& record) {
  std::string_view text = line.text;
  if (line.readable_behind < simdjson::SIMDJSON_PADDING) {
    padded_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    padded_.assign(text);
    text = padded_;
  }
  end_ = text.data() + text.size();
  ondemand::document document;
  ondemand::object members;
  if (parser_.iterate(text.data(), text.size(), text.size() + simdjson::SIMDJSON_PADDING)
          .get(document) ||
      document.get_object().get(members))
    return false;
  const char* behind = nullptr;
  return object(members, 0, false, record) &&
         document.current_location().get(behind) == simdjson::OUT_OF_BOUNDS;
}

JsonRecord::JsonRecord(std::span<const JsonName> names)
    : values_(names.size()), lists_(names.size()), parser_(std::make_unique<Parser>()) {
  section("");
  for (std::size_t number = 0; number < names.size(); ++number) {
    const std::size_t in = section(names[number].section);
    sections_[in].members.push_back({names[number].key, number});
  }
}

JsonRecord::~JsonRecord() = default;

std::size_t JsonRecord::section(std::string_view path) {
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    if (sections_[i].path == path) return i;
  }
  const std::size_t dot = path.rfind('.');
  const std::size_t above =
      path.empty() ? none : section(dot == std::string_view::npos ? "" : path.substr(0, dot));
  const std::size_t number = sections_.size();
  sections_.push_back({path, {}, {}});
  if (above != none) {
    const std::string_view key = dot == std::string_view::npos ? path : path.substr(dot + 1);
    sections_[above].below.push_back({key, number});
  }
  return number;
}

std::size_t JsonRecord::find(const std::vector<Member>& members, std::string_view key) {
  for (const Member& member : members) {
    if (member.key == key) return member.number;
  }
  return none;
}

void JsonRecord::clear() {
  for (std::string_view& value : values_) value = {};
  for (auto& list : lists_) list.clear();
  list_cut_ = false;
}

bool JsonRecord::read(const LogLine& line) {
  clear();
  return parser_->read(line, *this);
}

}  // namespace davy::flow
