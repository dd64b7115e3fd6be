#include "signal/network/tls_ends.hpp"

#include <gtest/gtest.h>

#include "signal/network/contact.hpp"

namespace davy::signal {
namespace {

using flow::CertificateFacts;
using flow::FlowRecord;

CertificateFacts of_xmrig_proxy() {
  return {.common_name = "localhost",
          .organization = "",
          .organizational_unit = "",
          .issuer_organization = "",
          .sha256 = std::string(64, 'a'),
          .names_itself_issuer = true,
          .valid_days = 3650};
}

FlowRecord flow_with(std::optional<CertificateFacts> certificate) {
  FlowRecord record;
  record.names = std::make_unique<flow::NamesRecord>();
  record.names->certificate = std::move(certificate);
  return record;
}

TEST(TlsEnds, AProxysOwnCertificateIsASecondKindOfEvidence) {
  const auto signals = tls_ends(flow_with(of_xmrig_proxy()));
  ASSERT_EQ(signals.size(), 1u);
  EXPECT_EQ(signals[0].independence_group, "infrastructure");
  EXPECT_EQ(signals[0].basis, Basis::indicator);
  EXPECT_GT(signals[0].strength_nats, 0);
}

TEST(TlsEnds, OtherCertificatesAreNot) {
  for (const auto change : {+[](CertificateFacts& c) { c.common_name = "pool.example"; },
                            +[](CertificateFacts& c) { c.organization = "Example"; },
                            +[](CertificateFacts& c) { c.organizational_unit = "Example"; },
                            +[](CertificateFacts& c) { c.names_itself_issuer = false; },
                            +[](CertificateFacts& c) { c.valid_days = 365; },
                            +[](CertificateFacts& c) { c.valid_days = 3700; },
                            +[](CertificateFacts& c) { c.valid_days.reset(); }}) {
    CertificateFacts certificate = of_xmrig_proxy();
    change(certificate);
    EXPECT_TRUE(tls_ends(flow_with(certificate)).empty());
  }
  EXPECT_TRUE(tls_ends(flow_with({})).empty());
  EXPECT_TRUE(tls_ends(FlowRecord{}).empty());
}

TEST(TlsEnds, AHelloThatNamesNothingIsContextAndNoEvidence) {
  FlowRecord record = flow_with({});
  record.names->hello_seen = true;
  const auto signals = tls_ends(record);
  ASSERT_EQ(signals.size(), 1u);
  EXPECT_EQ(signals[0].strength_nats, 0);
  EXPECT_EQ(signals[0].independence_group, "shape") << "a group of its own would count as one";
}

TEST(TlsEnds, AHelloThatNamesAServerOrAProtocolIsNotWorthAWord) {
  FlowRecord named = flow_with({}), spoken = flow_with({});
  named.names->hello_seen = spoken.names->hello_seen = true;
  named.names->hello.server_name = "www.example";
  spoken.names->hello.first_alpn = "h2";
  EXPECT_TRUE(tls_ends(named).empty());
  EXPECT_TRUE(tls_ends(spoken).empty());
}

TEST(TlsEnds, ChiasCertificateIsAStorageNetworkAndNoAlarm) {
  CertificateFacts chia;
  chia.common_name = chia.organization = "Chia";
  chia.organizational_unit = "Organic Farming Division";
  EXPECT_TRUE(is_chia_certificate(chia));
  const Indicators none = IndicatorsBuilder().build();
  const Contacts contacts(none);
  EXPECT_TRUE(KnownNames(none).wants(chia));
  const auto contact = contacts.find(flow_with(chia));
  ASSERT_TRUE(contact);
  EXPECT_EQ(related_class(*contact), flow::RelatedClass::storage_network);
  const FlowRecord record = flow_with(chia);
  EXPECT_EQ(contact_signal(*contact, record, true).basis, Basis::recognised);
  chia.organizational_unit = "Example";
  EXPECT_FALSE(contacts.find(flow_with(chia)));
}

}  // namespace
}  // namespace davy::signal
