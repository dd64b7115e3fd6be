// A folder into which something else writes files: which of them are whole, and new?
//
// Shape:   a file is whole when neither its size nor its time changed between two looks; it is new when the store does not know it in
//          this form. Hidden files and those named .part or .tmp are left alone.
// Errors:  a folder that is gone is an answer: nobody looks, and the ledger says so.
// Bounds:  limits::watched_files_max files of a folder; the others are counted.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "workbench/store/store.hpp"

namespace davy::app {

struct WatchedFile {
  std::string path = {};
  std::int64_t octets = 0;
  std::int64_t changed_ns = 0;
};

class WatchedFolder {
 public:
  WatchedFolder(std::string sensor, std::string path)
      : sensor_(std::move(sensor)), path_(std::move(path)) {}

  struct Look {
    bool readable = false;
    std::vector<WatchedFile> whole = {};  // all of them, by name
    std::vector<WatchedFile> fresh = {};  // whole, and not known to the store
    std::size_t left_out = 0;
  };
  // `settled`: take files as whole at first sight.
  Result<Look> look(store::Store& store, bool settled);
  Result<void> remember(store::Store& store, const std::vector<WatchedFile>& files, Timestamp now);

 private:
  std::string sensor_;
  std::string path_;
  std::map<std::string, WatchedFile> before_;
};

}  // namespace davy::app
