// A file that only its owner reads, made whole or not at all: keys.
//
// Shape:   written beside the path, flushed, and linked to it with mode 0600: a reader never sees half of it. Of two makers the
//          first one wins, and the other takes the first one's for its own: read the file after making it.
// Errors:  false, and errno says why.
// Threads: safe against itself, also in another process.
#pragma once

#include <string>
#include <string_view>

namespace davy {

bool create_secret_file(const std::string& path, std::string_view text);

}  // namespace davy
