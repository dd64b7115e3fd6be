// A shared library that is opened by who needs it, not by every start of the program: libcurl alone brings thirty others along,
// and loading them took half of the time that the program needs to begin.
//
// Shape:   opened once and never closed; its functions are asked for by name, their types come from its header.
// Errors:  a library or a function that is not there: which one, and what to install.
// Threads: const after open().
// Source:  dlopen(3).
#pragma once

#include <dlfcn.h>

#include <bit>
#include <string>

#include "base/result.hpp"

namespace davy {

class LateLibrary {
 public:
  // `package` is Debian's, for who has to install it.
  static Result<LateLibrary> open(const char* file, const char* package);

  // Sets `out`; false, and said in missing(), where the library has no such function.
  template <class Function>
  bool find(const char* name, Function*& out) {
    void* const found = ::dlsym(handle_, name);
    if (found == nullptr) missing_ = name;
    out = std::bit_cast<Function*>(found);
    return found != nullptr;
  }
  Error missing() const;

 private:
  LateLibrary(void* handle, std::string file) : handle_(handle), file_(std::move(file)) {}

  void* handle_;
  std::string file_;
  std::string missing_;
};

}  // namespace davy
