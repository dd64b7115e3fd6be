#include "workbench/report/html_frame.hpp"

#include <fmt/format.h>

#include "workbench/report/html_style.hpp"

namespace davy::report {
namespace {

// A miner's safety lamp: the sign of the program.
constexpr std::string_view lamp =
    "<svg viewBox=\"0 0 40 52\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.4\" "
    "stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\"><path d=\"M15 8a5 5 0 "
    "0 1 10 "
    "0M12 12h16l2 5H10zM12 17v20M28 17v20M9 37h22v5H9zM11 42h18v7H11zM18 17v20M22 17v20M12 "
    "27h16\"/><path d=\"M20 36c-3.4-2-3.6-5.4 0-9 3.6 3.6 3.4 7 0 9z\" "
    "fill=\"currentColor\"/></svg>";

std::string print_frame(std::string_view header) {
  return fmt::format(
      "@page{{size:A4;margin:17mm 15mm 16mm;@top-left{{content:\"{}\";font:8pt "
      "sans-serif;color:#444}}"
      "@bottom-right{{content:counter(page) \" / \" counter(pages);font:8pt "
      "sans-serif;color:#444}}}}",
      header);
}

}  // namespace

std::string html_head(std::string_view title, std::string_view print_header, Language language,
                      std::string_view further_style) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">"
      "<meta name=\"referrer\" "
      "content=\"no-referrer\"><title>{}</title><style>{}{}{}</style></head>\n<body>",
      text(Text::language_tag, language), title, html_style(), further_style,
      print_frame(print_header));
}

std::string html_top(std::string_view title, std::string_view about) {
  return fmt::format("<div class=\"top\"><div>{}<div><h1>{}</h1><p>{}</p></div></div></div>\n",
                     lamp, title, about);
}

}  // namespace davy::report
