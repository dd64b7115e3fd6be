#include "flow/export/template.hpp"

#include <gmock/gmock.h>

#include "base/limits.hpp"
#include "flow/export/export_test_support.hpp"

namespace davy::flow {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Held {
  std::size_t fields = 0;
  MalformedCounts malformed;
  TemplateStore store{fields};

  std::vector<std::uint16_t> read(const Octets& content, Flavour flavour = Flavour::ipfix,
                                  bool options = false) {
    return store.read_set(content, flavour, options, malformed);
  }
  std::uint64_t bad() const { return malformed[Malformed::export_template]; }
};

TEST(Template, lists_only_what_is_read_at_its_offset) {
  const Template made = compile_template(
      {{iana, 10, 4}, {iana, 8, 4}, {9999, 8, 4}, {iana, 4, 1}, {iana, 1, 8}}, Flavour::ipfix);
  ASSERT_EQ(made.steps.size(), 3u);
  EXPECT_EQ(made.steps[0].slot, Slot::source_v4);
  EXPECT_EQ(made.steps[0].offset, 4u);
  EXPECT_EQ(made.steps[1].offset, 12u);
  EXPECT_EQ(made.steps[2].slot, Slot::octets);
  EXPECT_EQ(made.steps[2].octets, 8u);
  EXPECT_EQ(made.record_octets, 21u);
  EXPECT_FALSE(made.variable);
}

TEST(Template, of_several_elements_for_one_thing_the_best_is_read) {
  const Template made = compile_template(
      {{iana, 85, 8}, {iana, 1, 4}, {iana, 22, 4}, {iana, 152, 8}, {iana, 150, 4}}, Flavour::ipfix);
  ASSERT_EQ(made.steps.size(), 2u);
  EXPECT_EQ(made.steps[0].offset, 8u);   // since the last record, not since the start
  EXPECT_EQ(made.steps[1].offset, 16u);  // milliseconds of the day, not uptime or seconds
  EXPECT_EQ(made.as[static_cast<std::size_t>(Slot::start)], As::unix_ms);
}

TEST(Template, out_counters_are_the_other_direction_only_beside_in_counters_of_netflow) {
  const std::vector<FieldSpecifier> both{{iana, 1, 4}, {iana, 23, 4}};
  const Template v9 = compile_template(both, Flavour::netflow_v9);
  EXPECT_TRUE(v9.holds(Slot::reverse_octets) && v9.out_is_reverse);
  const Template ipfix = compile_template(both, Flavour::ipfix);
  EXPECT_FALSE(ipfix.holds(Slot::reverse_octets) || ipfix.out_is_reverse);
  const Template alone = compile_template({{iana, 23, 4}, {iana, 24, 4}}, Flavour::netflow_v9);
  EXPECT_TRUE(alone.holds(Slot::octets) && alone.holds(Slot::packets));
  EXPECT_FALSE(alone.out_is_reverse);
}

TEST(Template, a_variable_field_puts_neighbours_together) {
  const Template made = compile_template(
      {{iana, 10, 4}, {iana, 14, 4}, {iana, 82, variable_octets}, {iana, 4, 1}}, Flavour::ipfix);
  ASSERT_TRUE(made.variable);
  ASSERT_EQ(made.steps.size(), 3u);
  EXPECT_EQ(made.steps[0].octets, 8u);
  EXPECT_EQ(made.record_octets, 10u);
}

TEST(TemplateStore, reads_several_and_replaces_and_withdraws) {
  Held held;
  EXPECT_THAT(held.read(template_record(256, {{8, 4}}) + template_record(300, {{4, 1}, {1, 8}})),
              ElementsAre(256, 300));
  EXPECT_EQ(held.fields, 3u);
  EXPECT_THAT(held.read(template_record(300, {{4, 1}})), ElementsAre(300));
  EXPECT_EQ(held.store.find(300)->record_octets, 1u);
  EXPECT_EQ(held.fields, 2u);
  EXPECT_THAT(held.read(be(256, 2) + be(0, 2)), IsEmpty());
  EXPECT_EQ(held.store.find(256), nullptr);
  held.read(be(2, 2) + be(0, 2));  // all of them
  EXPECT_EQ(held.store.size(), 0u);
  EXPECT_EQ(held.fields, 0u);
  EXPECT_EQ(held.bad(), 0u);
}

TEST(TemplateStore, withdrawing_all_options_leaves_the_others) {
  Held held;
  held.read(template_record(256, {{8, 4}}));
  held.read(be(257, 2) + be(1, 2) + be(1, 2) + specifiers({{34, 4}}), Flavour::ipfix, true);
  ASSERT_EQ(held.store.size(), 2u);
  EXPECT_TRUE(held.store.find(257)->options);
  held.read(be(3, 2) + be(0, 2), Flavour::ipfix, true);
  EXPECT_NE(held.store.find(256), nullptr);
  EXPECT_EQ(held.store.find(257), nullptr);
}

TEST(TemplateStore, scopes_of_netflow_v9_are_no_elements) {
  Held held;
  // Scope 1 is the system; as an element 1 would be octets.
  held.read(be(257, 2) + be(4, 2) + be(4, 2) + specifiers({{1, 4}, {34, 4}}), Flavour::netflow_v9,
            true);
  const Template* const made = held.store.find(257);
  ASSERT_NE(made, nullptr);
  EXPECT_FALSE(made->holds(Slot::octets));
  EXPECT_TRUE(made->holds(Slot::sampling_interval));
  EXPECT_EQ(made->record_octets, 8u);
}

TEST(TemplateStore, enterprise_bits_are_of_ipfix_only) {
  Held held;
  held.read(template_record(256, {{1, 8, reverse_enterprise}, {57'590 - 0x8000, 4, 35'632}}));
  EXPECT_TRUE(held.store.find(256)->holds(Slot::reverse_octets));
  // In NetFlow v9 vendors take high numbers without an enterprise behind them.
  held.read(template_record(257, {{57'590, 2}, {8, 4}}), Flavour::netflow_v9);
  ASSERT_NE(held.store.find(257), nullptr);
  EXPECT_EQ(held.store.find(257)->steps.at(0).offset, 2u);
  EXPECT_EQ(held.bad(), 0u);
}

TEST(TemplateStore, padding_ends_a_set) {
  Held held;
  EXPECT_THAT(held.read(template_record(256, {{8, 4}}) + zeros(4)), ElementsAre(256));
  EXPECT_EQ(held.bad(), 0u);
}

TEST(TemplateStore, templates_that_lie_are_counted) {
  Held held;
  held.read(template_record(255, {{8, 4}}));  // an id of a set
  EXPECT_EQ(held.bad(), 1u);
  held.read(template_record(256, {{10, 0}}));  // records of no octets would never end
  EXPECT_EQ(held.bad(), 2u);
  held.read(be(256, 2) + be(9, 2) + specifiers({{8, 4}}));  // fewer fields than announced
  EXPECT_EQ(held.bad(), 3u);
  held.read(template_record(256, {{10, 0xfffe}, {10, 0xfffe}}));  // longer than any message
  EXPECT_EQ(held.bad(), 4u);
  EXPECT_EQ(held.store.size(), 0u);
  held.read(template_record(256, {{8, 3}, {4, 1}}));  // no address has three octets: not read
  EXPECT_EQ(held.bad(), 5u);
  EXPECT_FALSE(held.store.find(256)->holds(Slot::source_v4));
  EXPECT_EQ(held.store.find(256)->record_octets, 4u);
}

TEST(TemplateStore, a_netflow_template_without_fields_is_no_withdrawal) {
  Held held;
  held.read(template_record(256, {{8, 4}}), Flavour::netflow_v9);
  held.read(be(256, 2) + be(0, 2), Flavour::netflow_v9);
  EXPECT_NE(held.store.find(256), nullptr);
  EXPECT_EQ(held.bad(), 1u);
}

TEST(TemplateStore, is_bounded_in_fields_and_templates) {
  Held held;
  const std::vector<TestField> most(limits::export_fields_max, {4, 1});
  std::vector<TestField> over = most;
  over.push_back({4, 1});
  // The one beyond the bound is left out, the one behind it is read.
  EXPECT_THAT(held.read(template_record(256, over) + template_record(257, most)), ElementsAre(257));
  EXPECT_EQ(held.bad(), 1u);
  for (unsigned id = 258; held.store.size() < limits::export_templates_max; ++id) {
    ASSERT_LT(id, 0xffffu);
    held.read(template_record(id, {{4, 1}}));
  }
  EXPECT_THAT(held.read(template_record(60'000, {{4, 1}})), IsEmpty());
  EXPECT_EQ(held.store.size(), limits::export_templates_max);
  EXPECT_THAT(held.read(template_record(257, {{4, 1}})), ElementsAre(257));  // a known one again
}

TEST(TemplateStore, all_stores_share_a_bound_on_fields) {
  Held held;
  held.fields = limits::export_template_fields_max - 1;  // as if others held them
  EXPECT_THAT(held.read(template_record(256, {{4, 1}, {1, 4}})), IsEmpty());
  EXPECT_THAT(held.read(template_record(256, {{4, 1}})), ElementsAre(256));
  held.store.clear();
  EXPECT_EQ(held.fields, limits::export_template_fields_max - 1);
}

}  // namespace
}  // namespace davy::flow
