// What a service tells: one line a happening, for people and for programs.
//
// Threads: any.
#pragma once

#include <string_view>

namespace davy::app {

void tell(std::string_view what);

}  // namespace davy::app
