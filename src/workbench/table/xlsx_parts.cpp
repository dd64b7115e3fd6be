#include "workbench/table/xlsx_parts.hpp"

#include <expat.h>
#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "workbench/table/xlsx.hpp"

namespace davy::table {

void Package::Free::operator()(struct zip* zip) const { zip_discard(zip); }

Result<Package> Package::open(std::string_view octets) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(octets.data(), octets.size(), 0, &error);
  zip_t* const zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (zip == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (zip == nullptr)
    return input_error("the workbook is damaged: open it, and save it again as .xlsx");
  return Package(zip);
}

bool Package::has(const std::string& name) const {
  return zip_name_locate(zip_.get(), name.c_str(), 0) >= 0;
}

Result<std::string> Package::part(const std::string& name) const {
  zip_stat_t facts;
  if (zip_stat(zip_.get(), name.c_str(), 0, &facts) != 0)
    return input_error(fmt::format("no workbook (.xlsx): it has no part {}", name));
  if ((facts.valid & ZIP_STAT_SIZE) == 0 || facts.size > xlsx_part_octets_max)
    return input_error("the workbook is too large: split it, or save the sheet as CSV");
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
      zip_fopen(zip_.get(), name.c_str(), 0), &zip_fclose);
  std::string octets(facts.size, '\0');
  const zip_int64_t read =
      file == nullptr ? -1 : zip_fread(file.get(), octets.data(), octets.size());
  if (read < 0 || static_cast<std::uint64_t>(read) != facts.size)
    return input_error("the workbook is damaged: open it, and save it again as .xlsx");
  return octets;
}

namespace {

// "x:row" is row: whoever writes workbooks chooses prefixes.
std::string_view local(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct Reader {
  const OnElement& begins;
  const std::function<void(std::string_view)>& ends;
  const std::function<void(std::string_view)>& between;
  XML_Parser parser;

  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    std::size_t count = 0;
    while (attributes[count] != nullptr) ++count;
    static_cast<Reader*>(self)->begins({local(name), {attributes, count}});
  }
  static void on_end(void* self, const XML_Char* name) {
    const auto* reader = static_cast<Reader*>(self);
    if (reader->ends) reader->ends(local(name));
  }
  static void on_text(void* self, const XML_Char* text, int octets) {
    const auto* reader = static_cast<Reader*>(self);
    if (reader->between) reader->between({text, static_cast<std::size_t>(octets)});
  }
  // No workbook has one; entities are how XML is made to explode.
  static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    XML_StopParser(static_cast<Reader*>(self)->parser, XML_FALSE);
  }
};

}  // namespace

std::string_view Element::value(std::string_view wanted) const {
  for (std::size_t i = 0; i + 1 < attributes.size(); i += 2)
    if (local(attributes[i]) == wanted) return attributes[i + 1];
  return {};
}

Result<void> read_xml(std::string_view text, const OnElement& begins,
                      const std::function<void(std::string_view)>& ends,
                      const std::function<void(std::string_view)>& between) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  Reader reader{begins, ends, between, parser.get()};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), &Reader::on_start, &Reader::on_end);
  XML_SetCharacterDataHandler(parser.get(), &Reader::on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), &Reader::on_doctype);
  if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) !=
      XML_STATUS_OK)
    return input_error(fmt::format("the workbook cannot be read: {}",
                                   XML_ErrorString(XML_GetErrorCode(parser.get()))));
  return {};
}

}  // namespace davy::table
