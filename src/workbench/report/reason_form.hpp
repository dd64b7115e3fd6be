// A sentence in English as it was recorded, with {} for what differs, and the same in Chinese.
#pragma once

#include <string_view>

namespace davy::report {

struct ReasonForm {
  std::string_view en;
  std::string_view zh;
};

}  // namespace davy::report
