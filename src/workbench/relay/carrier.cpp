#include "workbench/relay/carrier.hpp"

namespace davy::relay {

Result<std::unique_ptr<Carrier>> make_carrier(const Outlet& outlet, const Origin& origin) {
  switch (outlet.kind) {
    case OutletKind::webhook:
      return make_webhook(outlet, origin);
    case OutletKind::syslog:
      return make_syslog(outlet, origin);
    case OutletKind::email:
      return make_email(outlet, origin);
    case OutletKind::file:
      break;
  }
  return make_file(outlet, origin);
}

}  // namespace davy::relay
