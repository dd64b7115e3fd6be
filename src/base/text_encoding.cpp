#include "base/text_encoding.hpp"

#include <iconv.h>

#include <memory>

namespace davy {
namespace {

constexpr std::size_t growth = 3;  // octets of UTF-8 for one of another encoding, at most

std::optional<std::string> converted(std::string_view text, const char* from) {
  const iconv_t converter = iconv_open("UTF-8", from);
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string in{text};
  std::string out(text.size() * growth + 4, '\0');
  char* source = in.data();
  char* target = out.data();
  std::size_t source_left = in.size();
  std::size_t target_left = out.size();
  const bool sound = iconv(converter, &source, &source_left, &target, &target_left) !=
                     static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!sound || source_left != 0) return std::nullopt;
  out.resize(out.size() - target_left);
  return out;
}

}  // namespace

bool is_utf8(std::string_view text) {
  const iconv_t converter = iconv_open("UTF-32LE", "UTF-8");
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  std::string in{text};
  std::string room(4096, '\0');
  char* source = in.data();
  std::size_t left = in.size();
  bool sound = true;
  while (sound && left > 0) {
    char* target = room.data();
    std::size_t target_left = room.size();
    const bool whole =
        iconv(converter, &source, &left, &target, &target_left) != static_cast<std::size_t>(-1);
    sound = whole || errno == E2BIG;
  }
  iconv_close(converter);
  return sound;
}

std::optional<std::string> as_utf8(std::string_view text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return converted(text, "UTF-16");
  if (is_utf8(text)) return std::string{text};
  return converted(text, "GB18030");
}

}  // namespace davy
