#include "workbench/report/html_style.hpp"

namespace davy::report {
namespace {

constexpr std::string_view page =
#include "embedded/page_css.inc"
    ;
constexpr std::string_view cards =
#include "embedded/cards_css.inc"
    ;
constexpr std::string_view print =
#include "embedded/print_css.inc"
    ;

}  // namespace

std::string html_style() { return std::string{page}.append(cards).append(print); }

}  // namespace davy::report
