#include "signal/network/tls_ends.hpp"

namespace davy::signal {
namespace {

constexpr std::string_view detector = "tls_ends";
constexpr double proxy_certificate_nats = 3;
constexpr std::string_view chia_unit = "Organic Farming Division";
constexpr int ten_years_least_days = 3645, ten_years_most_days = 3655;

bool is_proxy_certificate(const flow::CertificateFacts& c) {
  return c.common_name == "localhost" && c.organization.empty() && c.organizational_unit.empty() &&
         c.names_itself_issuer && c.valid_days.value_or(0) >= ten_years_least_days &&
         c.valid_days.value_or(0) <= ten_years_most_days;
}

Signal signal_of(const flow::FlowRecord& record, std::string_view group, Basis basis, double nats,
                 std::string text) {
  return {.detector = detector,
          .independence_group = group,
          .basis = basis,
          .strength_nats = nats,
          .window_first = record.first_seen,
          .window_last = record.last_seen,
          .reasons = {{detector, nats, std::move(text)}}};
}

}  // namespace

std::vector<Signal> tls_ends(const flow::FlowRecord& record) {
  std::vector<Signal> out;
  if (!record.names) return out;
  const flow::NamesRecord& names = *record.names;
  if (names.certificate && is_proxy_certificate(*names.certificate))
    out.push_back(signal_of(record, "infrastructure", Basis::indicator, proxy_certificate_nats,
                            "is shown a self-made certificate of \"localhost\" for ten years, as "
                            "xmrig-proxy makes for itself"));
  if (names.hello_seen && names.hello.server_name.empty() && names.hello.first_alpn.empty())
    out.push_back(signal_of(record, "shape", Basis::behaviour, 0,
                            "its TLS hello names no server and no protocol, as miners' programs "
                            "do not"));
  return out;
}

bool is_chia_certificate(const flow::CertificateFacts& c) {
  return c.organization == "Chia" && c.organizational_unit == chia_unit;
}

bool may_be_chia_certificate(Bytes as_sent) {
  return as_text(as_sent).find(chia_unit) != std::string_view::npos;
}

}  // namespace davy::signal
