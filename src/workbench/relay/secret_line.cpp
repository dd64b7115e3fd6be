#include "workbench/relay/secret_line.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>

namespace davy::relay {

Result<std::string> read_secret(const std::string& path, std::string_view what) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0)
    return usage_error(fmt::format("{}: {} cannot be read", path, what));
  if ((about.st_mode & (S_IRWXG | S_IRWXO) & ~S_IRGRP) != 0)
    return usage_error(fmt::format("{}: others can read {}: chmod 600, or 640", path, what));
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!std::getline(file, line) || line.empty() || line.size() > secret_line_octets_max)
    return usage_error(fmt::format("{}: {} is to stand in its first line", path, what));
  if (line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace davy::relay
