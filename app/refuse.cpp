#include "app/refuse.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace davy::app {

int refuse(const Error& error) {
  fmt::print(stderr, "davy: {}\n", error.message);
  return error.kind == ErrorKind::internal ? 3 : 2;
}

}  // namespace davy::app
