// Some Apis over one store, lent to one thread at a time. Only api/ includes this.
//
// Threads: any.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "workbench/api/api.hpp"
#include "workbench/api/shared.hpp"

namespace davy::api {

class ApiPool {
 public:
  static Result<std::unique_ptr<ApiPool>> open(const ApiOptions& options, std::size_t count,
                                               const identity::Random& random);

  class Lent {
   public:
    Lent(ApiPool& pool, std::unique_ptr<Api> api) : pool_(pool), api_(std::move(api)) {}
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    ~Lent() { pool_.give_back(std::move(api_)); }
    Api* operator->() const { return api_.get(); }

   private:
    ApiPool& pool_;
    std::unique_ptr<Api> api_;
  };
  Lent lend();  // waits until one is free
  Shared& shared() { return shared_; }

 private:
  void give_back(std::unique_ptr<Api> api);

  Shared shared_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<Api>> apis_;
};

}  // namespace davy::api
