# Collects every `const Dialect <name>{` of src/flow/dissect/ into all_dialects(), in the order of the names, so that
# adding a dialect is adding a file.
function(davy_collect_dialects library)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/flow/dissect/*.cpp)
  list(FILTER files EXCLUDE REGEX "_test\\.cpp$")
  set(names "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(STRINGS ${file} lines REGEX "^const Dialect [a-z0-9_]+")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^const Dialect ([a-z0-9_]+).*" "\\1" name "${line}")
      list(APPEND names ${name})
    endforeach()
  endforeach()
  list(SORT names)
  set(declarations "")
  set(pointers "")
  foreach(name IN LISTS names)
    string(APPEND declarations "extern const Dialect ${name};\n")
    string(APPEND pointers "      &dialects::${name},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/all_dialects.cpp @ONLY CONTENT
"// Made by cmake/dialects.cmake from the dialects of src/flow/dissect/.
#include \"flow/dissect/json_dialects.hpp\"

namespace davy::flow {
namespace dialects {
@declarations@}
std::span<const Dialect* const> all_dialects() {
  static constexpr const Dialect* all[] = {
@pointers@  };
  return all;
}
}  // namespace davy::flow
")
  target_sources(${library} PRIVATE ${PROJECT_BINARY_DIR}/generated/all_dialects.cpp)
endfunction()
