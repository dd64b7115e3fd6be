#include "app/energy.hpp"

namespace davy::app {
namespace {

constexpr const char* network_footer =
    "Three models of the Cambridge index (1st: every listed device; 2nd: the big makers'; 3rd: the "
    "revision of 2023), "
    "each with lower bound,\nbest guess and upper bound. Hash rate and revenue are built in for "
    "2017 to 2019; of other "
    "days the published figures are told, by edition\nand not recomputed, unless --network gives "
    "inputs.\n\n"
    "Exit status:\n  0  told\n  2  nothing is known of the days, or a file or an option cannot be "
    "used\n  3  a defect of davy\n\n"
    "Examples:\n"
    "  davy energy network --date 2020-04-15\n"
    "  davy energy network --date 2018-07-01 --price 0.07\n"
    "  davy energy network --compare --from 2017-01 --to 2019-12 --report index.html\n"
    "  davy energy network --network mine.csv --published theirs.csv --json";

constexpr const char* region_footer =
    "A month can stand in two editions of the map with two figures (China, April 2020: 65.08 % and "
    "64.81 %): each is "
    "told with its edition,\nand what its sample of pools leaves open. A region's electricity is "
    "its share times the "
    "published index, bound by bound.\n\n"
    "Exit status:\n  0  told\n  2  the map has nothing for it, or an option cannot be used\n\n"
    "Examples:\n"
    "  davy energy region --map --from 2019-09 --to 2022-01\n"
    "  davy energy region --region \"Inner Mongolia\" --from 2020-04 --to 2020-04\n"
    "  davy energy region --map --report map.html --lang zh";

constexpr const char* account_footer =
    "Reads the event lines of `davy inspect --json`. A meter's finding is measured; a flow's is "
    "estimated, for the time "
    "in which it was seen\nunless --hours says otherwise. The same mining counts once. Energy is "
    "split by year; each "
    "year takes its own factors, and a factor of\nanother year is marked. --year takes that year's "
    "factor for all of it.\n\n"
    "Exit status:\n  0  nothing to account\n  1  mining was accounted\n  2  an input or an option "
    "cannot be used\n"
    "  3  a defect of davy\n\n"
    "Examples:\n"
    "  davy inspect --json border.pcap > findings.jsonl; davy energy account findings.jsonl "
    "--region Zhejiang\n"
    "  davy energy account findings.jsonl --region \"Inner Mongolia\" --year 2021 --tariff 0.38\n"
    "  davy energy account meters.jsonl flows.jsonl --region Sichuan --same b97=10.4.2.17 --bill "
    "b97:2022-05-01:2022-05-31:120000\n"
    "  davy energy account meters.jsonl --region Jiangsu --peak "
    "2021-12-14T09:00:00Z/2021-12-14T11:00:00Z --report account.html";

constexpr const char* attribute_footer =
    "growth = --after less --before. Mining's part: findings of meters (measured), findings by "
    "shares, --estimated and "
    "--estimated-map (estimated),\neach told apart. Figures are LOWER:BEST:UPPER, or one number. "
    "With --coal they are "
    "standard coal, and mining's part is its kilowatt-hours ×\nthe year's supply coal rate × "
    "--thermal-share. Where the data do not "
    "allow a share, it says \"not identifiable\" and why.\n\n"
    "Exit status:\n  0  told, nothing measured in it\n  1  told, with measured mining\n  2  an "
    "input or an option cannot be used\n\n"
    "Examples:\n"
    "  davy energy attribute meters.jsonl --region \"Inner Mongolia\" --before 3653 --after "
    "3900:3957:4010 --unit GWh --period "
    "2021-01-01/2021-12-31\n"
    "  davy energy attribute --region \"Inner Mongolia\" --before 362:365:368 --after 386:390:394 "
    "--unit TWh --estimated-map 2020-04\n"
    "  davy energy attribute meters.jsonl --coal --unit tce --before 90000 --after 130000 "
    "--thermal-share 0.75:0.8:0.85";

void add_output(CLI::App& command, EnergyOutput& output) {
  command
      .add_flag("--json", output.json,
                "one JSON object a line in place of the tables (schema/event.schema.json)")
      ->group("What is written");
  command
      .add_option("--report", output.report_path,
                  "also write one self-contained HTML page with charts to FILE")
      ->type_name("FILE")
      ->group("What is written");
  command.add_option("--lang", output.language, "language of tables and page")
      ->type_name("LANG")
      ->check(CLI::IsMember({"en", "zh"}))
      ->capture_default_str()
      ->group("What is written");
}

void add_verdict(CLI::App& command, std::string& least) {
  command
      .add_option("--verdict", least, "leave out what is less sure: confirmed, probable, suspected")
      ->type_name("VERDICT")
      ->check(CLI::IsMember({"confirmed", "probable", "suspected"}))
      ->capture_default_str();
}

CLI::App* add_network(CLI::App& energy, EnergyNetworkOptions& options) {
  CLI::App* command = energy.add_subcommand(
      "network",
      "Bitcoin's electricity by the method of the Cambridge index, beside what was published");
  auto* date = command->add_option("--date", options.date, "one day")->type_name("YYYY-MM-DD");
  command->add_option("--from", options.from, "first day or month shown")
      ->type_name("DAY")
      ->excludes(date);
  command->add_option("--to", options.to, "last day or month shown")
      ->type_name("DAY")
      ->excludes(date);
  command->add_option("--price", options.price_usd_per_kwh, "price of electricity, USD/kWh")
      ->type_name("USD")
      ->check(CLI::Range(0.001, 10.0))
      ->capture_default_str();
  command
      ->add_option("--network", options.network_path,
                   "hash rate and revenue by day: a table with date, hash_rate_th_s, revenue_usd")
      ->type_name("FILE");
  command
      ->add_option(
          "--published", options.published_path,
          "a series to compare with, by day: date and any of lower_twh, best_twh, upper_twh")
      ->type_name("FILE");
  command->add_flag("--compare", options.compare, "every computed figure beside the published one");
  add_output(*command, options.output);
  command->footer(network_footer);
  return command;
}

CLI::App* add_region(CLI::App& energy, EnergyRegionOptions& options) {
  CLI::App* command = energy.add_subcommand("region",
                                            "Where Bitcoin was mined, by month and edition of the "
                                            "Cambridge map, and the electricity of it");
  command->add_flag("--map", options.map, "every region of the map (the default without --region)");
  command->add_option("--region", options.region, "one country or province")->type_name("NAME");
  command->add_option("--from", options.from, "first month (default: the map's)")
      ->type_name("YYYY-MM");
  command->add_option("--to", options.to, "last month (default: the map's)")->type_name("YYYY-MM");
  add_output(*command, options.output);
  command->footer(region_footer);
  return command;
}

void add_factors(CLI::App& command, EnergyAccountOptions& options) {
  command
      .add_option("--region", options.region,
                  "province, grid region or nation whose factors and rules hold")
      ->type_name("NAME");
  command
      .add_option("--year", options.year,
                  "take this year's grid factor for all energy (default: each part its own year's)")
      ->type_name("YYYY")
      ->check(CLI::Range(1990, 2199));
  command
      .add_option("--factor-region", options.factor_region,
                  "take the grid factor of this region in its place")
      ->type_name("NAME");
  auto* factor =
      command.add_option("--factor", options.factor, "a grid factor of your own, kgCO2/kWh")
          ->type_name("KG")
          ->check(CLI::Range(0.0, 3.0));
  command.add_option("--factor-source", options.factor_source, "where that factor is from")
      ->type_name("TEXT")
      ->needs(factor);
}

CLI::App* add_account(CLI::App& energy, EnergyAccountOptions& options) {
  CLI::App* command = energy.add_subcommand(
      "account", "Found mining in kWh, standard coal, CO2 and money, factor by factor");
  command
      ->add_option("findings", options.inputs,
                   "event lines of davy inspect --json; - for standard input")
      ->type_name("FILE")
      ->required();
  add_factors(*command, options);
  command
      ->add_option(
          "--hours", options.hours,
          "take estimated mining to have run so many hours (default: as long as it was seen)")
      ->type_name("H")
      ->check(CLI::Range(0.001, 1e6));
  add_verdict(*command, options.least);
  command
      ->add_option("--same", options.same,
                   "this meter feeds this host: only the measured one counts")
      ->type_name("METER=HOST")
      ->allow_extra_args(false);
  command->add_option("--tariff", options.tariff, "price of a kWh, CNY")
      ->type_name("CNY")
      ->check(CLI::Range(0.0, 1000.0));
  command
      ->add_option("--bill", options.bills, "a reading cycle of a meter's account, for surcharges")
      ->type_name("METER:FROM:TO:KWH")
      ->allow_extra_args(false);
  command
      ->add_option("--peak", options.peak,
                   "the system's peak: what mining drew then could be freed")
      ->type_name("FROM/TO");
  add_output(*command, options.output);
  command->footer(account_footer);
  return command;
}

CLI::App* add_attribute(CLI::App& energy, EnergyAttributeOptions& options) {
  CLI::App* command = energy.add_subcommand(
      "attribute",
      "Mining's part of a region's growth in electricity or coal, as an interval, or why not");
  command->add_option("findings", options.inputs, "event lines of davy inspect --json")
      ->type_name("FILE");
  command->add_option("--region", options.region, "the region's name")->type_name("NAME");
  command->add_option("--before", options.before, "the region in the first period")
      ->type_name("L:B:U")
      ->required();
  command->add_option("--after", options.after, "the region in the second period")
      ->type_name("L:B:U")
      ->required();
  command
      ->add_option("--unit", options.unit,
                   "of the region's figures: kWh, MWh, GWh, TWh; with --coal tce, ktce, Mtce")
      ->type_name("UNIT")
      ->capture_default_str();
  command
      ->add_option(
          "--period", options.period,
          "the second period: only what began in it is growth, and only its energy inside counts")
      ->type_name("FROM/TO");
  command
      ->add_option("--estimated", options.estimated, "mining that is estimated, in the same unit")
      ->type_name("L:B:U");
  command->add_option("--estimated-source", options.estimated_source, "where the estimate is from")
      ->type_name("TEXT");
  command
      ->add_option("--estimated-map", options.estimated_map,
                   "estimate by the mining map's share of this month times the published index")
      ->type_name("YYYY-MM");
  command
      ->add_option("--others", options.others, "growth that other causes explain, in the same unit")
      ->type_name("L:B:U");
  command->add_option("--others-source", options.others_source, "where that is from")
      ->type_name("TEXT");
  command->add_flag("--coal", options.coal, "standard coal in place of electricity");
  command
      ->add_option("--thermal-share", options.thermal_share,
                   "coal power in what the region generates, 0 to 1")
      ->type_name("L:B:U");
  add_verdict(*command, options.least);
  add_output(*command, options.output);
  command->footer(attribute_footer);
  return command;
}

}  // namespace

EnergyCommands::EnergyCommands(CLI::App& app) {
  CLI::App* energy = app.add_subcommand(
      "energy",
      "Electricity, coal, carbon and money: of the network, of regions, and of what was found");
  energy->require_subcommand(1);
  energy->footer(
      "Examples:\n"
      "  davy energy network --date 2020-04-15\n"
      "  davy energy region --map --from 2019-09 --to 2022-01\n"
      "  davy energy account findings.jsonl --region \"Inner Mongolia\" --year 2021\n"
      "  davy energy attribute --help");
  network_command_ = add_network(*energy, network_);
  region_command_ = add_region(*energy, region_);
  account_command_ = add_account(*energy, account_);
  attribute_command_ = add_attribute(*energy, attribute_);
}

std::optional<int> EnergyCommands::run() const {
  if (network_command_->parsed()) return energy_network(network_);
  if (region_command_->parsed()) return energy_region(region_);
  if (account_command_->parsed()) return energy_account(account_);
  if (attribute_command_->parsed()) return energy_attribute(attribute_);
  return std::nullopt;
}

}  // namespace davy::app
