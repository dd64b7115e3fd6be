// A whole text into a file descriptor, however many writes that takes.
//
// Errors:  false, and errno says why; a part may have been written.
// Threads: pure, but for the file.
#pragma once

#include <string_view>

namespace davy {

bool write_all(int file, std::string_view text);

}  // namespace davy
