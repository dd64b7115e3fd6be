# One folder under src/ is one library, one namespace and one test program.
#   davy_library(flow DEPENDS base capture LINK ZLIB::ZLIB)
# makes davy::flow from src/flow/**.cpp and flow_test from src/flow/**_test.cpp.

add_library(davy_options INTERFACE)
target_compile_options(davy_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  $<$<BOOL:${DAVY_WERROR}>:-Werror>)
target_include_directories(davy_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
if(DAVY_SANITIZE)
  target_compile_options(davy_options INTERFACE -fsanitize=${DAVY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(davy_options INTERFACE -fsanitize=${DAVY_SANITIZE})
  # g++ 12 takes <regex> for uninitialised once it is instrumented (GCC bug 105562).
  target_compile_options(davy_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(DAVY_LIBFUZZER)
  target_compile_options(davy_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Three fifths of a compiler's time went into reading the same headers (cmake/precompiled.hpp).
function(davy_precompile target)
  if(NOT DAVY_PRECOMPILE)
    return()
  endif()
  if(target STREQUAL "davy_base")
    target_precompile_headers(davy_base PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp)
  else()
    target_precompile_headers(${target} REUSE_FROM davy_base)
  endif()
endfunction()

function(davy_library name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(TRANSFORM arg_DEPENDS PREPEND davy_ OUTPUT_VARIABLE depends)
  add_library(davy_${name} STATIC ${sources})
  add_library(davy::${name} ALIAS davy_${name})
  target_link_libraries(davy_${name} PUBLIC davy_options ${depends} ${arg_LINK})
  davy_precompile(davy_${name})
  if(DAVY_TESTS AND tests)
    davy_test(${name}_test SOURCES ${tests} LINK davy_${name})
  endif()
endfunction()

# A GoogleTest program, run by CTest as one test.
function(davy_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  find_package(GTest REQUIRED)
  enable_testing()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest GTest::gmock GTest::gtest_main rapidcheck)
  target_compile_definitions(${name} PRIVATE DAVY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name})
endfunction()
