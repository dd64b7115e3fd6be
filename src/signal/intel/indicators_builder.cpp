#include <algorithm>
#include <bit>

#include "base/limits.hpp"
#include "base/text_hash.hpp"
#include "signal/intel/indicator_rows.hpp"
#include "signal/intel/indicators.hpp"

namespace davy::signal {
namespace {

constexpr std::uint64_t tag_mask = 0xffffffff00000000u;
constexpr std::size_t block_octets = 64 * 1024;
constexpr std::size_t filter_bits_of_networks = 65'536;

std::string_view parent_of(std::string_view pattern) {
  return pattern.substr(pattern.find('.') + 1);
}

// The last two labels of what a pattern fixes.
std::string_view domain_of(std::string_view name) {
  const std::size_t last = name.rfind('.');
  const std::size_t before = last == 0 ? std::string_view::npos : name.rfind('.', last - 1);
  return before == std::string_view::npos ? name : name.substr(before + 1);
}

std::string_view key_of(PatternKind kind, std::string_view pattern) {
  return kind == PatternKind::below || kind == PatternKind::glob ? parent_of(pattern) : pattern;
}

void insert(std::vector<Indicators::Slot>& slots, std::uint64_t hash, std::size_t index) {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash >> 20 & mask;
  while (slots[at] != 0) at = (at + 1) & mask;
  slots[at] = (hash & tag_mask) | (index + 1);
}

}  // namespace

std::string_view IndicatorsBuilder::store(std::string_view text) {
  if (text.empty()) return {};
  auto& blocks = out_.text_;
  if (blocks.empty() || blocks.back().capacity() - blocks.back().size() < text.size())
    blocks.emplace_back().reserve(std::max(block_octets, text.size()));
  std::string& block = blocks.back();
  const std::size_t at = block.size();
  block += text;
  return std::string_view{block}.substr(at);
}

std::string_view IndicatorsBuilder::keep(std::string_view text) {
  if (text.empty()) return {};
  const auto found = texts_.find(text);
  return found != texts_.end() ? *found : *texts_.insert(store(text)).first;
}

const IndicatorFacts* IndicatorsBuilder::keep(const IndicatorFacts& facts) {
  if (!out_.facts_.empty() && out_.facts_.back() == facts) return &out_.facts_.back();
  IndicatorFacts own = facts;
  for (std::string_view* text : {&own.coins, &own.dialects, &own.name, &own.source,
                                 &own.first_confirmed, &own.last_confirmed, &own.dispute})
    *text = keep(text->substr(0, limits::indicator_text_octets_max));
  return &out_.facts_.emplace_back(own);
}

bool IndicatorsBuilder::refuse(Refused reason) {
  refused_.add(reason);
  return false;
}

bool IndicatorsBuilder::add(const IndicatorRow& row) {
  if (!is_sourced(row.facts)) return refuse(Refused::no_source);
  const auto pattern = parse_indicator_pattern(row.pattern);
  if (!pattern) return refuse(pattern.error());
  if (out_.rows_.size() >= rows_max_) return refuse(Refused::table_full);
  if (patterns_.contains(pattern->text)) return refuse(Refused::duplicate);
  if (pattern->kind == PatternKind::glob &&
      ++globs_under_[std::string{parent_of(pattern->text)}] > limits::indicator_globs_max)
    return refuse(Refused::table_full);
  const std::string_view text = store(pattern->text);
  patterns_.insert(text);
  if (pattern->kind == PatternKind::network)
    out_.networks_.push_back({pattern->network, static_cast<std::uint32_t>(out_.rows_.size())});
  out_.rows_.push_back({text, keep(row.facts)});
  kinds_.push_back(pattern->kind);
  ++out_.by_category_[static_cast<std::size_t>(row.facts.category)];
  return true;
}

// Globs under one name hang on the first of them, those that fix most first.
void IndicatorsBuilder::chain_globs() {
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> under;
  for (std::uint32_t row = 0; row < out_.rows_.size(); ++row) {
    if (kinds_[row] == PatternKind::glob) under[parent_of(out_.rows_[row].pattern)].push_back(row);
  }
  for (auto& [parent, rows] : under) {
    std::ranges::stable_sort(rows, std::ranges::greater{},
                             [this](std::uint32_t row) { return out_.rows_[row].pattern.size(); });
    for (std::size_t i = 1; i < rows.size(); ++i) out_.globs_[rows[i - 1]] = rows[i] + 1;
    insert(out_.slots_, text_hash(parent), rows.front());
  }
}

void IndicatorsBuilder::index_names() {
  const std::size_t names = out_.rows_.size() - out_.networks_.size();
  if (names == 0) return;
  out_.slots_.resize(std::bit_ceil(names * 2 + 2));
  out_.globs_.resize(out_.rows_.size());
  const std::size_t words = std::bit_ceil(names / 4 + 2);  // 16 bits a row
  out_.domains_.resize(words);
  out_.domain_shift_ = 64 - static_cast<unsigned>(std::countr_zero(words));
  for (std::size_t row = 0; row < out_.rows_.size(); ++row) {
    if (kinds_[row] == PatternKind::network) continue;
    const std::string_view key = key_of(kinds_[row], out_.rows_[row].pattern);
    if (kinds_[row] != PatternKind::glob) insert(out_.slots_, text_hash(key), row);
    const std::uint64_t domain = text_hash(domain_of(key));
    out_.domains_[domain >> out_.domain_shift_] |= std::uint64_t{1} << (domain >> 2 & 63);
  }
  chain_globs();
}

void IndicatorsBuilder::index_networks() {
  if (out_.networks_.empty()) return;
  out_.network_slots_.resize(std::bit_ceil(out_.networks_.size() * 2));
  out_.network_filter_.resize(filter_bits_of_networks / 64);
  for (std::size_t i = 0; i < out_.networks_.size(); ++i) {
    const NetworkPrefix& prefix = out_.networks_[i].prefix;
    insert(out_.network_slots_, Indicators::network_hash(prefix), i);
    const std::size_t bit = Indicators::network_bit(prefix.address);
    out_.network_filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    out_.network_lengths_.push_back(prefix.length);
  }
  auto& lengths = out_.network_lengths_;
  std::ranges::sort(lengths, std::ranges::greater{});
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
}

Indicators IndicatorsBuilder::build() && {
  out_.rows_.shrink_to_fit();
  index_names();
  index_networks();
  return std::move(out_);
}

}  // namespace davy::signal
