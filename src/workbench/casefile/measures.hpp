// The escalation ladder: what is done against mining that was found, from telling somebody to referring it, and back.
//
// Shape:   a table; each measure says after which it may come. The program proposes, a person decides and does it.
// Threads: immutable after first use.
// Source:  data/measures.tsv, each row with source and date; compiled in.
#pragma once

#include <string_view>
#include <vector>

namespace davy::casefile {

struct Measure {
  std::string_view name;     // "notify"
  std::string_view after;    // "notify;warn"; "-" stands for none yet
  std::string_view touches;  // "nobody", "person", "connection"
  std::string_view text_en;
  std::string_view text_zh;
  std::string_view source;
  std::string_view date;
};

const std::vector<Measure>& measures();
// What may come after `standing`, "" where nothing was done yet; in the order of the ladder.
std::vector<const Measure*> measures_after(std::string_view standing);
// Explanations other than deliberate mining that a case considers: "research", "shared_exit", …
const std::vector<std::string_view>& benign_explanations();

}  // namespace davy::casefile
