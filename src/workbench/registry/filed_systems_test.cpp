#include "workbench/registry/filed_systems.hpp"

#include <gtest/gtest.h>

namespace davy::registry {
namespace {

constexpr std::string_view register_text =
    "system\tstatus\tpurpose\tfiled_kw\tmeters\taddresses\n"
    "HPC\toperating\tphysics\t120\tb3;b4\t10.1.0.0/16 192.0.2.7\n"
    "old\tclosed\t\t\tb9\t\n";

IpAddress address(std::string_view text) { return signal::parse_network_prefix(text)->address; }

TEST(FiledSystems, are_found_by_meter_and_by_address) {
  const auto systems = FiledSystems::parse(register_text, "r.tsv");
  ASSERT_TRUE(systems);
  ASSERT_NE(systems->of_meter("b4"), nullptr);
  EXPECT_EQ(systems->of_meter("b4")->name, "HPC");
  EXPECT_EQ(*systems->of_meter("b4")->filed_kw, 120);
  EXPECT_EQ(systems->of_address(address("10.1.2.3"))->name, "HPC");
  EXPECT_EQ(systems->of_address(address("192.0.2.7"))->name, "HPC");
  EXPECT_EQ(systems->of_address(address("192.0.2.8")), nullptr);
  EXPECT_EQ(systems->of_meter("b5"), nullptr);
}

TEST(FiledSystems, what_is_closed_is_not_in_force) {
  const auto systems = FiledSystems::parse(register_text, "r.tsv");
  EXPECT_TRUE(systems->of_meter("b3")->is_in_force());
  EXPECT_FALSE(systems->of_meter("b9")->is_in_force());
}

TEST(FiledSystems, a_wrong_row_is_named_by_its_line) {
  const auto wrong = FiledSystems::parse("system,filed_kw\na,12\nb,much\n", "r.csv");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "r.csv:3: filed_kw is no number: much");
  EXPECT_FALSE(FiledSystems::parse("meter,kw\nb3,4\n", "m.csv"));
  EXPECT_FALSE(FiledSystems::parse("system,addresses\na,example.org\n", "r.csv"));
}

}  // namespace
}  // namespace davy::registry
