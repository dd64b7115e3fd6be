#include "app/blocklist.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <map>

#include "app/custody.hpp"
#include "app/refuse.hpp"
#include "app/wall_clock.hpp"
#include "workbench/blocking/block_list.hpp"
#include "workbench/store/audit.hpp"

namespace davy::app {
namespace {

using blocking::BlockList;

const std::map<std::string, std::string (*)(const BlockList&)> formats{
    {"suricata", blocking::suricata_rules}, {"rpz", blocking::dns_rpz},
    {"nftables", blocking::nftables_set},   {"stix", blocking::stix_bundle},
    {"misp", blocking::misp_event},
};
const std::map<std::string, int> levels{{"confirmed", 0}, {"probable", 1}};

bool write(const std::string& path, const std::string& text) {
  if (path == "-") return static_cast<bool>(std::cout << text << std::flush);
  std::ofstream file(path, std::ios::binary);
  return file && file << text && file.flush();
}

template <class Value>
std::vector<std::string> names_of(const std::map<std::string, Value>& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

}  // namespace

int blocklist(const BlocklistOptions& options) {
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const Timestamp now = wall_clock();
  const auto list = blocking::block_list(*store, levels.at(options.level),
                                         now - std::chrono::days{options.days}, now);
  if (!list) return refuse(list.error());
  if (!write(options.output_path, formats.at(options.format)(*list)))
    return refuse({ErrorKind::input, fmt::format("{}: cannot be written", options.output_path)});
  const auto noted = store::append_audit(
      *store, {.at = now,
               .who = maker({}).by,
               .what = "blocklist.exported",
               .object = options.format,
               .detail = fmt::format("{} ends, {} names", list->ends.size(), list->names.size())});
  if (!noted) return refuse(noted.error());
  fmt::print(stderr, "davy: {} ends and {} names, {} left out; nothing was applied\n",
             list->ends.size(), list->names.size(), list->left_out);
  return 0;
}

CLI::App* add_blocklist(CLI::App& app, BlocklistOptions& options) {
  CLI::App* list = app.add_subcommand(
      "blocklist", "What mining was found to talk to, for a firewall, a resolver or an exchange");
  list->add_option("--store", options.store_path, "the store")->type_name("FILE")->required();
  list->add_option("--format", options.format, "for whom")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(names_of(formats)))
      ->capture_default_str();
  list->add_option("--level", options.level, "how certain at least")
      ->type_name("LEVEL")
      ->check(CLI::IsMember(names_of(levels)))
      ->capture_default_str();
  list->add_option("--days", options.days, "what was seen within so many days")
      ->type_name("N")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  list->add_option("-o,--output", options.output_path, "- for standard output")
      ->type_name("FILE")
      ->capture_default_str();
  list->footer(
      "An end is an address with its port, never an address alone. A name is told where clients "
      "were "
      "given the address for it: what a client calls its server it may make up. Nothing is "
      "applied: "
      "look through it first.\n\nExit status:\n  0  written\n  2  store or output cannot be "
      "used\n\n"
      "Examples:\n  davy blocklist --store davy.db --format nftables -o davy.nft && nft -c -f "
      "davy.nft\n"
      "  davy blocklist --store davy.db --format rpz -o db.davy.rpz");
  return list;
}

}  // namespace davy::app
