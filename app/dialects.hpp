// `davy dialects`: what is recognised, and what is evidence for it, from the tables that the code itself uses.
#pragma once

#include <string>

namespace davy::app {

std::string dialects_markdown();
int list_dialects(bool markdown);

}  // namespace davy::app
