#include "workbench/relay/outlet.hpp"

#include <fmt/format.h>

namespace davy::relay {

std::string Outlet::place() const {
  if (kind == OutletKind::file) return path;
  if (kind == OutletKind::syslog)
    return host.find(':') == host.npos ? fmt::format("{}:{}", host, port)
                                       : fmt::format("[{}]:{}", host, port);
  const std::size_t begin = url.find("://");
  if (begin == url.npos) return {};
  const std::string authority =
      url.substr(begin + 3, url.find_first_of("/?#", begin + 3) - (begin + 3));
  return authority.substr(authority.rfind('@') + 1);  // npos + 1 is 0
}

}  // namespace davy::relay
