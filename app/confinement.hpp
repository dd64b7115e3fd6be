// What a service gives up once all is opened: capabilities, new privileges, programs, and files that are none of its business.
//
// Shape:   call it before any thread begins: it holds for the calling thread and those that it makes. Landlock (Linux 5.13) limits
//          files; seccomp refuses what neither service ever asks of the kernel: to run programs, to look into others, to
//          mount, to load modules.
// Errors:  a kernel that cannot is no error: what could not be done is the answer, to be told.
// Threads: one owner.
// Source:  Linux, Documentation/userspace-api/landlock.rst; capabilities(7), seccomp(2).
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace davy::app {

struct Confinement {
  std::vector<std::string> readable = {};  // files and folders; what is not there is left out
  std::vector<std::string> writable = {};  // folders
  bool keeps_net_raw = false;              // to open packet sockets again
};

// One line for each part that this kernel does not know.
Result<std::vector<std::string>> confine(const Confinement& confinement);

}  // namespace davy::app
