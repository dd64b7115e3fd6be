// STIX patterns, as far as they are lists: comparisons of hosts and addresses by equality, joined by OR.
//
// Source:  OASIS STIX 2.1, section 9 (patterning). What is not such a list is not half understood: AND, FOLLOWEDBY, NOT, LIKE, MATCHES,
//          a qualifier of time or repetition make the whole pattern one that is not taken.
#include <algorithm>
#include <vector>

#include "signal/intel/indicator_candidates.hpp"

namespace davy::signal {
namespace {

constexpr std::size_t comparisons_max = 4'096;

class StixPattern {
 public:
  explicit StixPattern(std::string_view text) : rest_(text) {}

  // [comparison OR comparison] OR [comparison] …
  bool read() {
    bool more = true;
    while (more) {
      if (!take("[") || !read_comparisons() || !take("]")) return false;
      more = take_word("OR");
    }
    skip_blanks();
    return rest_.empty() && !values_.empty();
  }
  struct Value {
    std::string path;
    std::string literal;
  };
  const std::vector<Value>& values() const { return values_; }

 private:
  bool read_comparisons() {
    bool more = true;
    while (more) {
      Value value;
      const bool read = read_path(value.path) && (take("=") || take_word("ISSUBSET")) &&
                        read_literal(value.literal);
      if (!read || values_.size() >= comparisons_max) return false;
      values_.push_back(std::move(value));
      more = take_word("OR");
    }
    return true;
  }
  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }
  bool take(std::string_view token) {
    skip_blanks();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  bool take_word(std::string_view word) {
    skip_blanks();
    if (!rest_.starts_with(word)) return false;
    const std::string_view after = rest_.substr(word.size());
    if (!after.empty() && after.find_first_of(" \t\r\n['") != 0) return false;
    rest_ = after;
    return true;
  }
  // domain-name:value, network-traffic:dst_ref.value
  bool read_path(std::string& path) {
    skip_blanks();
    const std::size_t end = rest_.find_first_of(" \t\r\n=!<>");
    path = rest_.substr(0, end);
    rest_.remove_prefix(path.size());
    return path.find(':') != std::string::npos;
  }
  // 'text', with \' and \\ inside.
  bool read_literal(std::string& literal) {
    if (!take("'")) return false;
    while (!rest_.empty() && rest_.front() != '\'') {
      if (rest_.front() == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) return false;
      literal += rest_.front();
      rest_.remove_prefix(1);
    }
    return take("'");
  }

  std::string_view rest_;
  std::vector<Value> values_;
};

bool is_host_path(std::string_view path) {
  for (const std::string_view known :
       {"domain-name:value", "ipv4-addr:value", "ipv6-addr:value", "url:value",
        "network-traffic:dst_ref.value", "domain-name:resolves_to_refs[*].value"}) {
    if (path == known) return true;
  }
  return false;
}

}  // namespace

bool read_stix_pattern(std::string_view pattern, const Candidate& about, ImportTable& table) {
  StixPattern parsed(pattern);
  if (!parsed.read()) return false;
  for (const auto& [path, literal] : parsed.values()) {
    Candidate one = about;
    one.value = literal;
    if (is_host_path(path))
      table.add(one);
    else
      table.refuse(Refused::other_kind);
  }
  return true;
}

}  // namespace davy::signal
