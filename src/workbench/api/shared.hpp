// What all threads of a server hold in common.
//
// Threads: any.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "workbench/api/login_limit.hpp"
#include "workbench/api/password_work.hpp"
#include "workbench/api/standing_answers.hpp"
#include "workbench/energy/found_mining.hpp"
#include "workbench/store/audit_watch.hpp"

namespace davy::api {

// All mining with a figure of power or energy, as of a moment.
struct FoundAll {
  Timestamp as_of = {};
  std::vector<energy::FoundMining> mining = {};
};

struct Shared {
  LoginLimit logins;
  PasswordWork password_work;
  std::atomic<Timestamp> certificate_ends = Timestamp{};  // that of 1970: there is none
  store::AuditWatch audit;
  StandingAnswers<std::shared_ptr<const FoundAll>> found;
  StandingAnswers<std::string> accounts;  // after `found`, which it uses: gone before it
};

}  // namespace davy::api
