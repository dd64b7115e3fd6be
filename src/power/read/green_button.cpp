// Green Button: readings as the Energy Services Provider Interface exports them.
//
// Units:   72 is Wh, 38 W, 5 A, 63 VAr, 23 degrees Celsius, each times a power of ten; others are told and left out. Times are
//          UTC seconds.
// Shape:   an Atom feed: an entry for each usage point, reading type, meter reading and block of intervals, tied by their links.
//          A block whose reading type has not come takes the last one; where none has come its readings wait.
// Errors:  what flows into the grid counts as Flaw::negative. Declarations of entities are refused.
// Source:  NAESB REQ.21 ESPI 1.1, espiDerived.xsd; RFC 4287.
#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>

#include "base/limits.hpp"
#include "power/read/meter_format.hpp"
#include "power/read/number_text.hpp"
#include "power/read/time_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

constexpr int flow_reverse = 19;
constexpr int accumulation_bulk = 1;
constexpr int accumulation_cumulative = 3;
constexpr std::size_t related_links_max = 64;  // of one entry
constexpr std::size_t links_max = 100'000;     // reading types and meter readings of one file

struct ReadingType {
  int uom = 0;
  int power_of_ten = 0;
  int flow_direction = 1;
  int accumulation = 4;
};

struct UomMeaning {
  int uom;
  Quantity quantity;
  double to_own;
  std::string_view name;
};
constexpr std::array<UomMeaning, 5> uoms{{{72, Quantity::energy, 1e-3, "Wh"},
                                          {38, Quantity::power, 1e-3, "W"},
                                          {5, Quantity::current_1, 1, "A"},
                                          {63, Quantity::reactive_power, 1e-3, "VAr"},
                                          {23, Quantity::temperature, 1, "degC"}}};

struct Interval {
  std::int64_t start_s = 0;
  std::int64_t duration_s = 0;
  double value = 0;
};

// What an entry is about, by its links.
struct Entry {
  std::string self;
  std::string up;
  std::vector<std::string> related;
  std::string title;
};

std::string_view before(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  return at == text.npos ? std::string_view{} : text.substr(0, at);
}

// "…/UsagePoint/7/MeterReading/1" and "UsagePoint": "7".
std::string_view id_behind(std::string_view href, std::string_view kind) {
  const std::size_t at = href.find(kind);
  if (at == href.npos || href.size() <= at + kind.size() + 1) return {};
  const std::string_view rest = href.substr(at + kind.size() + 1);
  return rest.substr(0, rest.find('/'));
}

class GreenButton : public MeterFormat {
 public:
  explicit GreenButton(MeterFileOutput& output)
      : output_(output), parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {
    auto zone = LocalZone::load(output.options.time_zone);
    if (!zone) output.problem = zone.error();
    if (zone) times_.emplace(std::move(*zone), DateOrder::year_first, true, 0);
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &GreenButton::on_start, &GreenButton::on_end);
    XML_SetCharacterDataHandler(parser_.get(), &GreenButton::on_text);
    XML_SetEntityDeclHandler(parser_.get(), &GreenButton::on_entity);
  }

  void octets(Bytes chunk) override { parse(as_text(chunk), false); }
  void end() override;

 private:
  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<GreenButton*>(self)->start(name, attributes);
  }
  static void on_end(void* self, const XML_Char* name) {
    static_cast<GreenButton*>(self)->finish(name);
  }
  static void on_text(void* self, const XML_Char* text, int octets) {
    static_cast<GreenButton*>(self)->text({text, static_cast<std::size_t>(octets)});
  }
  static void on_entity(void* self, const XML_Char* /*name*/, int, const XML_Char*, int,
                        const XML_Char*, const XML_Char*, const XML_Char*, const XML_Char*) {
    static_cast<GreenButton*>(self)->stop("it declares entities, which no export of readings does");
  }

  void parse(std::string_view text, bool is_last);
  void start(std::string_view name, const XML_Char** attributes);
  void finish(std::string_view name);
  void text(std::string_view piece);
  void stop(std::string_view why);
  void link(const XML_Char** attributes);
  void number(std::string_view name);
  void entry_ends();
  void block_begins();
  void reading_ends();
  void tell(const Interval& interval);
  void release_waiting();
  const ReadingType* type_of_block() const;
  MeterNumber meter_of_block(const ReadingType& type, Quantity quantity);
  std::string name_of_block() const;
  std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_.get()); }

  MeterFileOutput& output_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::optional<TimeReader> times_;
  std::size_t depth_ = 0;
  std::string text_;
  bool text_read_ = false;
  Entry entry_;
  bool has_meter_reading_ = false;
  std::map<std::string, ReadingType, std::less<>> types_;       // by their links
  std::map<std::string, std::string, std::less<>> type_links_;  // of meter readings
  std::map<std::string, std::string, std::less<>> titles_;      // of usage points
  std::map<std::string, std::string, std::less<>> named_;       // whose meter a name is
  std::optional<ReadingType> last_type_;
  ReadingType type_;
  std::string meter_reading_;  // the link of the block's
  MeterNumber block_meter_ = MeterBook::refused_meter;
  bool block_known_ = false;
  ReadingType block_type_;
  const UomMeaning* block_uom_ = nullptr;
  Interval interval_;
  bool has_start_ = false;
  bool has_value_ = false;
  std::vector<Interval> waiting_;
  bool stopped_ = false;
};

void GreenButton::parse(std::string_view text, bool is_last) {
  constexpr std::size_t piece_max = std::size_t{1} << 24;
  do {
    const std::string_view piece = text.substr(0, piece_max);
    text.remove_prefix(piece.size());
    if (stopped_ || output_.problem) return;
    const bool last = is_last && text.empty();
    if (XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last) ==
        XML_STATUS_OK)
      continue;
    if (!stopped_)
      stop(fmt::format("this is no XML any more ({}): was the file cut or edited?",
                       XML_ErrorString(XML_GetErrorCode(parser_.get()))));
  } while (!text.empty());
}

void GreenButton::stop(std::string_view why) {
  stopped_ = true;
  XML_StopParser(parser_.get(), XML_FALSE);
  if (output_.counts.readings == 0)
    output_.fail(line(), why);
  else
    output_.note(line(), why);
}

void GreenButton::end() {
  parse({}, true);
  release_waiting();
  MeterFileCounts& counts = output_.counts;
  counts.layout = "Green Button: blocks of intervals";
  counts.time = output_.options.time_zone.empty() ? "UTC" : output_.options.time_zone;
  counts.meters = named_.size();
  output_.tell_contradictions();
  if (counts.readings == 0)
    output_.fail(line(),
                 "no IntervalReading of a unit that is understood (Wh, W): is it an export "
                 "of electricity?");
}

void GreenButton::start(std::string_view name, const XML_Char** attributes) {
  if (++depth_ > limits::meter_xml_depth_max) return stop("elements stand too deep in each other");
  const std::size_t colon = name.find(':');
  if (colon != name.npos) name.remove_prefix(colon + 1);
  text_.clear();
  if (name == "entry") entry_ = {};
  if (name == "link") link(attributes);
  if (name == "ReadingType") type_ = {};
  if (name == "MeterReading") has_meter_reading_ = true;
  if (name == "IntervalBlock") block_begins();
  if (name == "IntervalReading") {
    interval_ = {};
    has_start_ = has_value_ = false;
  }
}

void GreenButton::text(std::string_view piece) {
  if (text_.size() + piece.size() <= limits::meter_xml_text_octets_max) text_.append(piece);
}

void GreenButton::link(const XML_Char** attributes) {
  std::string_view relation;
  std::string_view target;
  for (; *attributes != nullptr; attributes += 2) {
    if (std::string_view{attributes[0]} == "rel") relation = attributes[1];
    if (std::string_view{attributes[0]} == "href") target = attributes[1];
  }
  target = target.substr(0, limits::meter_xml_text_octets_max);
  if (relation == "self") entry_.self = target;
  if (relation == "up") entry_.up = target;
  if (relation == "related" && entry_.related.size() < related_links_max)
    entry_.related.emplace_back(target);
}

void GreenButton::finish(std::string_view name) {
  --depth_;
  const std::size_t colon = name.find(':');
  if (colon != name.npos) name.remove_prefix(colon + 1);
  if (name == "title") entry_.title = trim(text_);
  if (name == "entry") entry_ends();
  if (name == "ReadingType") {
    last_type_ = type_;
    if (types_.size() < links_max) types_[entry_.self] = type_;
    release_waiting();
  }
  if (name == "IntervalReading") reading_ends();
  if (name == "IntervalBlock") block_known_ = false;
  number(name);
  text_.clear();
}

void GreenButton::number(std::string_view name) {
  static constexpr std::array<std::string_view, 7> read{
      "uom",  "powerOfTenMultiplier", "flowDirection", "accumulationBehaviour", "duration", "start",
      "value"};
  if (std::ranges::find(read, name) == read.end()) return;
  const auto value = field_number(text_, false);
  if (!value || std::abs(*value) > 1e15) return;
  if (name == "duration") interval_.duration_s = static_cast<std::int64_t>(*value);
  if (name == "start") interval_.start_s = static_cast<std::int64_t>(*value);
  if (name == "value") interval_.value = *value;
  has_start_ |= name == "start";
  has_value_ |= name == "value";
  const int small = static_cast<int>(std::clamp(*value, -1000.0, 1000.0));
  if (name == "uom") type_.uom = small;
  if (name == "powerOfTenMultiplier") type_.power_of_ten = std::clamp(small, -15, 15);
  if (name == "flowDirection") type_.flow_direction = small;
  if (name == "accumulationBehaviour") type_.accumulation = small;
}

void GreenButton::entry_ends() {
  if (has_meter_reading_ && type_links_.size() < links_max)
    for (const std::string& related : entry_.related)
      if (related.find("/ReadingType/") != related.npos) type_links_[entry_.self] = related;
  has_meter_reading_ = false;
  const bool usage_point = entry_.self.find("UsagePoint/") != std::string::npos &&
                           entry_.self.find("/MeterReading") == std::string::npos;
  if (usage_point && !entry_.title.empty() && titles_.size() < links_max)
    titles_.emplace(id_behind(entry_.self, "UsagePoint"), entry_.title);
  entry_ = {};
}

void GreenButton::block_begins() {
  ++output_.counts.rows;
  block_known_ = false;
  std::string_view link = before(entry_.self, "/IntervalBlock");
  if (link.empty()) link = before(entry_.up, "/IntervalBlock");
  if (!waiting_.empty() && meter_reading_ != link) release_waiting();
  meter_reading_ = link;
}

const ReadingType* GreenButton::type_of_block() const {
  const auto link = type_links_.find(meter_reading_);
  if (link != type_links_.end()) {
    const auto type = types_.find(link->second);
    if (type != types_.end()) return &type->second;
  }
  return last_type_ ? &*last_type_ : nullptr;
}

std::string GreenButton::name_of_block() const {
  const std::string_view point = id_behind(meter_reading_, "UsagePoint");
  const auto title = titles_.find(point);
  if (title != titles_.end()) return title->second;
  return point.empty() ? output_.stem() : fmt::format("UsagePoint {}", point);
}

// Two meter readings of one usage point and quantity are two meters, and so are two points of one title.
MeterNumber GreenButton::meter_of_block(const ReadingType& type, Quantity quantity) {
  const std::string name = name_of_block();
  const std::string key = fmt::format("{} {}", name, static_cast<int>(quantity));
  const std::string whose = fmt::format("{} {}", meter_reading_, type.flow_direction);
  const auto owner =
      named_.size() < links_max ? named_.try_emplace(key, whose).first : named_.find(key);
  if (owner == named_.end()) return MeterBook::refused_meter;
  if (owner->second == whose) return output_.book.meter(name, quantity);
  const std::string longer = fmt::format("{} {}/{}", name, id_behind(meter_reading_, "UsagePoint"),
                                         id_behind(meter_reading_, "MeterReading"));
  return output_.book.meter(longer, quantity);
}

void GreenButton::reading_ends() {
  if (!has_start_) return output_.counts.flaws.add(Flaw::unreadable_time);
  if (!has_value_) return output_.counts.flaws.add(Flaw::unreadable_value);
  if (type_of_block() == nullptr) {
    if (waiting_.size() < limits::meter_waiting_readings_max)
      waiting_.push_back(interval_);
    else
      output_.counts.flaws.add(Flaw::outside_bounds);
    return;
  }
  tell(interval_);
}

void GreenButton::release_waiting() {
  const std::vector<Interval> waiting = std::exchange(waiting_, {});
  if (waiting.empty()) return;
  if (type_of_block() == nullptr) {
    output_.counts.flaws.add(Flaw::unreadable_value, waiting.size());
    return output_.note(line(), "blocks of intervals without a ReadingType: their unit is unknown");
  }
  for (const Interval& interval : waiting) tell(interval);
  block_known_ = false;
}

void GreenButton::tell(const Interval& interval) {
  if (!block_known_) {
    block_known_ = true;
    block_type_ = *type_of_block();
    const auto* found = std::ranges::find(uoms, block_type_.uom, &UomMeaning::uom);
    block_uom_ = found == uoms.end() ? nullptr : found;
    if (block_uom_ == nullptr)
      output_.note(line(),
                   fmt::format("unit {} of ReadingType is neither Wh (72) nor W (38): left out",
                               block_type_.uom));
    if (block_uom_ != nullptr) {
      const bool is_register = block_uom_->quantity == Quantity::energy &&
                               (block_type_.accumulation == accumulation_bulk ||
                                block_type_.accumulation == accumulation_cumulative);
      block_meter_ = meter_of_block(block_type_,
                                    is_register ? Quantity::energy_register : block_uom_->quantity);
      output_.counts.unit = fmt::format("{} times 10^{}: from ReadingType", block_uom_->name,
                                        block_type_.power_of_ten);
    }
  }
  if (block_uom_ == nullptr) return output_.counts.flaws.add(Flaw::unreadable_value);
  if (block_type_.flow_direction == flow_reverse)
    return output_.book.flaw(block_meter_, Flaw::negative);
  const auto at = times_->of_utc(interval.start_s);
  if (!at) return output_.counts.flaws.add(at.error());
  ++output_.counts.readings;
  const double value = interval.value * block_uom_->to_own * std::pow(10, block_type_.power_of_ten);
  output_.book.reading(block_meter_, *at, value, std::max<std::int64_t>(interval.duration_s, 0));
  output_.look_for_contradiction(line());
}

}  // namespace

std::unique_ptr<MeterFormat> green_button_readings(MeterFileOutput& output) {
  return std::make_unique<GreenButton>(output);
}

}  // namespace davy::power
