// How a subcommand ends that cannot go on: one line on standard error, and the exit status.
#pragma once

#include "base/result.hpp"

namespace davy::app {

// 3: a defect of davy's; else 2: what was asked, or read, is at fault.
int refuse(const Error& error);

}  // namespace davy::app
