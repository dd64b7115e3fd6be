#include "app/state_file.hpp"

#include <cstdlib>

#include "workbench/report/pseudonym.hpp"

namespace davy::app {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? "" : value;
}

}  // namespace

std::optional<std::string> state_file(std::string_view name) {
  return report::default_key_path(variable("XDG_STATE_HOME"), variable("HOME"), name);
}

}  // namespace davy::app
