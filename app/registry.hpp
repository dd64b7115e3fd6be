// davy registry, davy notice: the register and authorities' lists from the shell.
//
// Errors:  exit status 2 with what to do; rows that were refused are told, and the others are taken.
// Threads: one.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "workbench/notice/notices.hpp"

namespace davy::app {

struct RegistryOptions {
  std::string store_path = {};
  std::string input = {};
  std::string what = "systems";  // "places", "days"
  std::string by = {};
};
int import_table(const RegistryOptions& options);
int reconcile_register(const RegistryOptions& options);

struct NoticeOptions {
  std::string store_path = {};
  std::string input = {};
  std::string output_path = "-";
  std::string by = {};
  notice::NoticeForm form = {};
  std::int64_t notice_id = 0;
};
int import_notice(const NoticeOptions& options);
int list_notices(const NoticeOptions& options);
int write_feedback(const NoticeOptions& options);

class RegistryCommands {
 public:
  explicit RegistryCommands(CLI::App& app);
  std::optional<int> run() const;  // nothing where another command was given

 private:
  RegistryOptions registry_ = {};
  NoticeOptions notice_ = {};
  CLI::App* import_ = nullptr;
  CLI::App* reconcile_ = nullptr;
  CLI::App* notice_import_ = nullptr;
  CLI::App* notice_list_ = nullptr;
  CLI::App* feedback_ = nullptr;
};

}  // namespace davy::app
