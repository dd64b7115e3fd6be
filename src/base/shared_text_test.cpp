#include "base/shared_text.hpp"

#include <gtest/gtest.h>

#include "base/rare.hpp"

namespace davy {
namespace {

TEST(SharedText, CopiesAreOneTextAndOutliveTheFirst) {
  SharedText last;
  {
    const SharedText first{std::string(100, 'x')};
    last = first;
    EXPECT_EQ(std::string_view{last}.data(), std::string_view{first}.data());
  }
  EXPECT_EQ(std::string_view{last}, std::string(100, 'x'));
  EXPECT_EQ(std::string_view{SharedText{}}, "");
  EXPECT_EQ(std::string_view{SharedText{std::string{}}}, "");
}

TEST(Rare, IsWhatTheOptionalWas) {
  const Rare<std::string> nothing{std::optional<std::string>{}};
  EXPECT_FALSE(nothing);
  Rare<std::string> text{std::optional<std::string>{"some"}};
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "some");
  const Rare<std::string> moved = std::move(text);
  EXPECT_EQ(moved->size(), 4u);
  static_assert(sizeof(Rare<std::string>) == sizeof(void*));
}

}  // namespace
}  // namespace davy
