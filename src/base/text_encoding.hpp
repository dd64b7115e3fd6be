// Text that is perhaps not UTF-8: tables of Chinese offices come in GB 18030 (GBK), or with a mark of UTF-16.
//
// Errors:  nothing that is valid in none of them.
// Threads: pure.
// Source:  GB 18030-2022; RFC 3629.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace davy {

bool is_utf8(std::string_view text);
// Chunks cut UTF-8 letters in two: is_utf8() of a text whose last letter may be incomplete.
bool may_be_utf8(std::string_view text);
// As GB 18030, which holds GBK and GB 2312; the text itself where it is none.
std::string utf8_of_gbk(std::string_view text);
// As UTF-8: as it is, or converted.
std::optional<std::string> as_utf8(std::string_view text);

}  // namespace davy
