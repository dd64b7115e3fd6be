#include "app/indicators.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unordered_set>

#include "base/time.hpp"
#include "flow/names_record.hpp"
#include "signal/intel/indicator_files.hpp"
#include "signal/intel/indicator_import.hpp"
#include "signal/intel/indicators.hpp"

namespace davy::app {
namespace {

using signal::Indicator;
using signal::IndicatorFacts;
using signal::IndicatorRow;
using signal::Refused;

int fail(const std::string& message) {
  std::cerr << "davy: " << message << '\n';
  return 2;
}

std::string today() {
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  return to_rfc3339(now).substr(0, 10);
}

std::string reasons(const signal::RefusedCounts& refused) {
  std::string out;
  for (std::size_t i = 0; i < signal::refused_reasons; ++i) {
    const auto reason = static_cast<Refused>(i);
    if (refused[reason] == 0) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", refused[reason], name(reason));
  }
  return out;
}

// All lists of one run go into one table, each pattern once.
class ImportRun {
 public:
  ImportRun(const ImportListOptions& options, std::ostream& out) : options_(&options), out_(&out) {}

  Result<std::uint64_t> read(const std::string& path) {
    const auto text = signal::read_list_file(path);
    if (!text) return std::unexpected(text.error());
    signal::ImportOptions import;
    import.category = *signal::indicator_category(options_->category);
    import.source = options_->source.empty() ? std::filesystem::path(path).filename().string()
                                             : options_->source;
    import.date = options_->date.empty() ? today() : options_->date;
    std::uint64_t again = 0;
    auto counts = signal::import_indicators(*text, import, [&](const IndicatorRow& row) {
      if (!seen_.emplace(row.pattern).second)
        ++again;
      else
        *out_ << to_tsv(row);
    });
    if (!counts) return input_error(path + ": " + counts.error().message);
    counts->taken -= again;
    counts->refused.add(Refused::duplicate, again);
    tell(path, *counts);
    return counts->taken;
  }

 private:
  static void tell(const std::string& path, const signal::ImportCounts& counts) {
    std::cerr << fmt::format("{}: read as {}, {} taken, {} left out", path, name(counts.form),
                             counts.taken, counts.refused.total());
    const std::string why = reasons(counts.refused);
    std::cerr << (why.empty() ? "\n" : " (" + why + ")\n");
  }

  const ImportListOptions* options_;
  std::ostream* out_;
  std::unordered_set<std::string> seen_;
};

int write_rows(const ImportListOptions& options, std::ostream& out) {
  out << "# Made by `davy indicators import`; rows may be edited and removed by hand.\n"
      << signal::indicator_heading << '\n';
  ImportRun run(options, out);
  std::uint64_t taken = 0;
  for (const std::string& path : options.inputs) {
    const auto rows = run.read(path);
    if (!rows) return fail(rows.error().message);
    taken += *rows;
  }
  if (!out.flush()) return fail(options.output_path + ": cannot be written");
  if (taken == 0)
    return fail(
        "no list had anything usable in it; the reasons are above, their meaning is in "
        "data/README.md");
  return 0;
}

Result<signal::LoadedIndicators> load(const std::vector<std::string>& paths) {
  auto loaded = signal::load_indicators(paths);
  if (loaded && loaded->refused.total() > 0)
    std::cerr << "davy: rows left out: " << reasons(loaded->refused) << '\n';
  return loaded;
}

const Indicator* look_up(const signal::Indicators& all, const std::string& text) {
  if (text.starts_with("ja3:")) return all.find_ja3(std::string_view{text}.substr(4));
  if (text.starts_with("ja4:")) return all.find_ja4(std::string_view{text}.substr(4));
  if (const auto address = parse_ip_address(text)) return all.find(*address);
  return all.find(flow::host_name(text));
}

void print(const std::string& asked, const Indicator& row) {
  const IndicatorFacts& facts = *row.facts;
  fmt::print("{}\n  pattern    {}\n  category   {}\n", asked, row.pattern, name(facts.category));
  const auto line = [](std::string_view title, std::string_view text) {
    if (!text.empty()) fmt::print("  {:10} {}\n", title, text);
  };
  line("coin", facts.coins);
  line("dialects", facts.dialects);
  line("name", facts.name);
  line("source", facts.source);
  line("confirmed", fmt::format("{} to {}", facts.first_confirmed, facts.last_confirmed));
  line("doubt", facts.dispute);
}

}  // namespace

int import_lists(const ImportListOptions& options) {
  if (options.output_path == "-") return write_rows(options, std::cout);
  const std::string unfinished = options.output_path + ".unfinished";
  std::ofstream file(unfinished, std::ios::binary);
  if (!file) return fail(options.output_path + ": cannot be written");
  int status = write_rows(options, file);
  file.close();
  std::error_code error;
  if (status == 0) std::filesystem::rename(unfinished, options.output_path, error);
  if (error) status = fail(options.output_path + ": " + error.message());
  if (status != 0) std::filesystem::remove(unfinished, error);
  return status;
}

int list_indicators(const ShowIndicatorsOptions& options) {
  const auto loaded = load(options.inputs);
  if (!loaded) return fail(loaded.error().message);
  for (const Indicator& row : loaded->indicators.rows()) {
    if (!options.category.empty() && name(row->category) != options.category) continue;
    fmt::print("{:16} {:40} {:10} {}{}{}\n", name(row->category), row.pattern, row->coins,
               row->name, row->dispute.empty() ? "" : "; ", row->dispute);
  }
  return 0;
}

int show_indicators(const ShowIndicatorsOptions& options) {
  const auto loaded = load(options.inputs);
  if (!loaded) return fail(loaded.error().message);
  for (const std::string& asked : options.names) {
    if (const Indicator* row = look_up(loaded->indicators, asked))
      print(asked, *row);
    else
      fmt::print("{}\n  nothing is known of it\n", asked);
  }
  return 0;
}

}  // namespace davy::app
