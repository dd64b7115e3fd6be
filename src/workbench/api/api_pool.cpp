#include "workbench/api/api_pool.hpp"

namespace davy::api {

Result<std::unique_ptr<ApiPool>> ApiPool::open(const ApiOptions& options, std::size_t count,
                                               const identity::Random& random) {
  auto pool = std::make_unique<ApiPool>();
  for (std::size_t i = 0; i < count; ++i) {
    auto api = Api::open(options, pool->shared_, random);
    if (!api) return std::unexpected(api.error());
    pool->apis_.push_back(std::move(*api));
  }
  return pool;
}

ApiPool::Lent ApiPool::lend() {
  std::unique_lock lock(mutex_);
  free_.wait(lock, [&] { return !apis_.empty(); });
  std::unique_ptr<Api> api = std::move(apis_.back());
  apis_.pop_back();
  return {*this, std::move(api)};
}

void ApiPool::give_back(std::unique_ptr<Api> api) {
  {
    const std::lock_guard lock(mutex_);
    apis_.push_back(std::move(api));
  }
  free_.notify_one();
}

}  // namespace davy::api
