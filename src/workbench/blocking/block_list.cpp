#include "workbench/blocking/block_list.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "flow/names_record.hpp"
#include "workbench/report/json_values.hpp"
#include "workbench/store/rows.hpp"

namespace davy::blocking {
namespace {

using report::integer_at;
using report::JsonObject;
using report::text_at;

class Collected {
 public:
  void event(std::string_view line, Timestamp first, Timestamp last) {
    const auto flow = reader_.object(line);
    const bool is_turned = flow && text_at(*flow, "miner_side") == "destination";
    const auto address =
        flow
            ? parse_ip_address(text_at(*flow, is_turned ? "source_address" : "destination_address"))
            : std::nullopt;
    const std::int64_t port =
        flow ? integer_at(*flow, is_turned ? "source_port" : "destination_port").value_or(0) : 0;
    if (!address || port <= 0 || port > 65'535) {
      ++left_out_;
      return;
    }
    end({.address = *address,
         .port = static_cast<std::uint16_t>(port),
         .transport = text_at(*flow, "transport_protocol"),
         .coin = text_at(*flow, "coin"),
         .flows = 1,
         .first_seen = first,
         .last_seen = last});
    names(*flow, last);
  }

  BlockList take(Timestamp now) {
    BlockList list{.left_out = left_out_, .made_at = now};
    for (auto& [key, end] : ends_) list.ends.push_back(std::move(end));
    for (auto& [name, last] : names_) list.names.push_back({name, last});
    return list;
  }

 private:
  void end(BlockedEnd fresh) {
    const std::tuple key{fresh.address, fresh.port, fresh.transport};
    const auto known = ends_.find(key);
    if (known == ends_.end()) {
      if (ends_.size() < block_ends_max)
        ends_.emplace(key, std::move(fresh));
      else
        ++left_out_;
      return;
    }
    BlockedEnd& end = known->second;
    ++end.flows;
    if (end.coin.empty()) end.coin = fresh.coin;
    end.first_seen = std::min(end.first_seen, fresh.first_seen);
    end.last_seen = std::max(end.last_seen, fresh.last_seen);
  }

  void names(const JsonObject& flow, Timestamp last) {
    simdjson::dom::array hosts;
    if (flow["hosts"].get(hosts) != simdjson::SUCCESS) return;
    for (const simdjson::dom::element one : hosts) {
      JsonObject host;
      if (one.get(host) != simdjson::SUCCESS) continue;
      if (text_at(host, "source") != flow::name(flow::NameSource::address_lookup)) continue;
      const std::string name = flow::host_name(text_at(host, "name"));
      if (name.empty() || names_.size() >= block_ends_max) continue;
      Timestamp& seen = names_.try_emplace(name, last).first->second;
      seen = std::max(seen, last);
    }
  }

  report::JsonReader reader_;
  std::map<std::tuple<IpAddress, std::uint16_t, std::string>, BlockedEnd> ends_;
  std::map<std::string, Timestamp> names_;
  std::uint64_t left_out_ = 0;
};

}  // namespace

Result<BlockList> block_list(store::Store& store, int level_max, Timestamp since, Timestamp now) {
  Collected collected;
  const auto read = store::each_row(
      store.database().query("SELECT event, first_seen_ns, last_seen_ns FROM flow"
                             " WHERE level <= ? AND last_seen_ns >= ? ORDER BY last_seen_ns DESC",
                             level_max, store::ns(since)),
      [&](const store::Query& row) {
        collected.event(row.view(0), timestamp_ns(row.integer(1)), timestamp_ns(row.integer(2)));
      });
  if (!read) return std::unexpected(read.error());
  return collected.take(now);
}

}  // namespace davy::blocking
