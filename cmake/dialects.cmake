# Collects src/flow/dissect/dialects/*.cpp into all_dialects(): a file `kaspa.cpp` there must define
# `extern const Dialect kaspa` in namespace davy::flow::dialects. Files named *_reading.cpp hold shared readers.
function(davy_collect_dialects library)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/flow/dissect/dialects/*.cpp)
  list(FILTER files EXCLUDE REGEX "(_test|_reading)\\.cpp$")
  list(SORT files)
  set(declarations "")
  set(pointers "")
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME_WE)
    string(APPEND declarations "extern const Dialect ${name};\n")
    string(APPEND pointers "    &dialects::${name},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/all_dialects.cpp @ONLY CONTENT
"// Made by cmake/dialects.cmake from the files of src/flow/dissect/dialects/.
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
