#include "base/late_library.hpp"

#include <gtest/gtest.h>

namespace davy {
namespace {

TEST(LateLibrary, FunctionsAreFoundByName) {
  auto library = LateLibrary::open("libm.so.6", "libc6");
  ASSERT_TRUE(library) << library.error().message;
  double (*root)(double) = nullptr;
  ASSERT_TRUE(library->find("sqrt", root));
  EXPECT_EQ(root(81), 9);
  EXPECT_FALSE(library->find("no_such_function", root));
  EXPECT_EQ(library->missing().message, "libm.so.6 has no function no_such_function");
}

TEST(LateLibrary, WhatIsNotThereIsNamedWithItsPackage) {
  const auto library = LateLibrary::open("libnobody.so.1", "libnobody1");
  ASSERT_FALSE(library);
  EXPECT_NE(library.error().message.find("libnobody.so.1"), std::string::npos);
  EXPECT_NE(library.error().message.find("apt-get install libnobody1"), std::string::npos);
}

}  // namespace
}  // namespace davy
