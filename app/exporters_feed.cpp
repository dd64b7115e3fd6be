#include "app/exporters_feed.hpp"

#include <utility>

#include "app/live_window.hpp"
#include "signal/network/interval_shape.hpp"

namespace davy::app {
namespace {

constexpr int wait_ms = 100;
constexpr Duration tell_every = std::chrono::seconds{1};
constexpr Duration flows_every = std::chrono::minutes{1};
// Exporters send templates or records at least this often, or nobody is there.
constexpr Duration silence_max = std::chrono::minutes{5};
// Fewer say nothing: interval_features_of().
constexpr std::size_t intervals_min = 8;

}  // namespace

// What is put together goes on to what is kept: suspects by their shape, and what is in touch with something known.
class ExportersFeed::Sink final : public flow::ExportSink, public flow::FlowSink {
 public:
  explicit Sink(const flow::NameJudge& names) : names_(names), assembler_({}, *this) {}

  void flow(const flow::ExportedFlow& piece) override { assembler_.flow(piece); }
  void names(const flow::ExportedNames& told) override { assembler_.names(told); }
  void lookup(const flow::AddressLookup& lookup) override {
    if (lookups.size() < window_records_max) lookups.push_back(lookup);
  }
  void flow(flow::FlowRecord&& record) override {
    if (!is_known(record.key) && !(record.names && flow::is_any_wanted(*record.names, names_)) &&
        !signal::interval_shape(record))
      return;
    if (records.size() == window_records_max)
      ++left_out;
    else
      records.push_back(std::move(record));
  }

  void tell_so_far(Timestamp now) {
    assembler_.tell_so_far(now, [&](const flow::FlowAssembly& flow) {
      return flow.intervals() >= intervals_min || flow.names || is_known(flow.key);
    });
  }
  void finish() { assembler_.finish(); }
  flow::AssemblerCounts take_counts() { return assembler_.take_counts(); }

  std::vector<flow::FlowRecord> records;
  std::vector<flow::AddressLookup> lookups;
  std::uint64_t left_out = 0;

 private:
  bool is_known(const flow::FlowKey& key) const {
    return names_.wants(key.source_address) || names_.wants(key.destination_address);
  }

  const flow::NameJudge& names_;
  flow::FlowAssembler assembler_;
};

ExportersFeed::ExportersFeed(UdpListener listener, const flow::NameJudge& names)
    : listener_(std::move(listener)), sink_(std::make_unique<Sink>(names)), collector_(*sink_) {}
ExportersFeed::~ExportersFeed() = default;

void ExportersFeed::run(const LiveHooks& hooks) {
  Timestamp told_at = hooks.clock(), flows_at = told_at;
  while (!hooks.stopped()) {
    listener_.receive_some(wait_ms, [&](Bytes datagram, const IpAddress& exporter, Timestamp at) {
      take(datagram, exporter, at);
    });
    const Timestamp now = hooks.clock();
    const auto is_due = [&](Timestamp last, Duration every) {
      return now - last >= every || now < last;
    };
    if (!is_due(told_at, tell_every)) continue;
    if (is_due(flows_at, flows_every)) {
      sink_->tell_so_far(now);
      flows_at = now;
    }
    hooks.take(tell(now));
    told_at = now;
  }
  sink_->finish();
  hooks.take(tell(hooks.clock()));
}

void ExportersFeed::take(Bytes datagram, const IpAddress& exporter, Timestamp received) {
  collector_.message(datagram, exporter, received);
  message_at_ = received;
  if (const auto sent = flow::export_time(datagram)) clock_offset_ = *sent - received;
}

LiveTold ExportersFeed::tell(Timestamp now) {
  const flow::AssemblerCounts fresh = sink_->take_counts();
  counts_.packets += fresh.packets;
  counts_.octets += fresh.octets;
  counts_.flows += fresh.flows;
  counts_.left_out += fresh.left_out + std::exchange(sink_->left_out, 0);
  const MalformedCounts& malformed = collector_.malformed();
  counts_.exporter_gaps = malformed[Malformed::export_sequence];
  counts_.malformed = malformed.total() - counts_.exporter_gaps;
  counts_.dropped_kernel = listener_.dropped();
  return {.records = std::exchange(sink_->records, {}),
          .lookups = std::exchange(sink_->lookups, {}),
          .counts = counts_,
          .clock_offset = std::exchange(clock_offset_, std::nullopt),
          .is_awake = message_at_ != Timestamp::min() && now - message_at_ <= silence_max,
          .at = now};
}

}  // namespace davy::app
