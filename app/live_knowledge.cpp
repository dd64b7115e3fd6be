#include "app/live_knowledge.hpp"

#include "app/knowledge.hpp"
#include "workbench/registry/register_store.hpp"

namespace davy::app {

Result<std::unique_ptr<LiveKnowledge>> LiveKnowledge::read(const InspectOptions& options) {
  std::unique_ptr<LiveKnowledge> known(new LiveKnowledge(options));
  if (auto done = known->read_now(); !done) return std::unexpected(done.error());
  return known;
}

Result<void> LiveKnowledge::read_now() {
  const State before = state();  // what changes while it is read is read again
  auto knowledge = read_knowledge(options_);
  if (!knowledge) return std::unexpected(knowledge.error());
  read_at_ = before;
  generations_.push_back(std::make_unique<Generation>(std::move(*knowledge)));
  names_.set(generations_.back()->names);
  // A question takes microseconds; this is asked once a minute at most.
  if (generations_.size() > 2) generations_.erase(generations_.begin());
  return {};
}

LiveKnowledge::State LiveKnowledge::state() const {
  std::vector<std::string> paths = options_.indicator_paths;
  for (const std::string& path :
       {options_.register_path, options_.meters.calendar_path, options_.meters.meters_path})
    if (!path.empty()) paths.push_back(path);
  State state;
  for (const std::string& path : paths) {
    std::error_code failed;
    state.times.push_back(std::filesystem::last_write_time(path, failed));
  }
  if (options_.register_store_path.empty()) return state;
  // A store that cannot be asked now has not changed, as far as anybody knows.
  auto store = store::Store::open(options_.register_store_path, store::Access::read);
  const auto now = store ? registry::register_state(*store) : Result<std::string>{};
  state.stored_register = store && now ? *now : read_at_.stored_register;
  return state;
}

Result<bool> LiveKnowledge::refresh() {
  const State now = state();
  if (now == read_at_) return false;
  if (auto done = read_now(); !done) {
    read_at_ = now;  // told once, not every minute
    return std::unexpected(done.error());
  }
  return true;
}

}  // namespace davy::app
