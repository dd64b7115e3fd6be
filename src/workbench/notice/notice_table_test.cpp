#include "workbench/notice/notice_table.hpp"

#include <gtest/gtest.h>

namespace davy::notice {
namespace {

struct Told {
  Item item = {};
  std::string wrong = {};
};

Told read(std::string_view table, const char* zone_name = "UTC") {
  cctz::time_zone zone;
  EXPECT_TRUE(cctz::load_time_zone(zone_name, &zone));
  auto list = parse_list(table);
  EXPECT_TRUE(list && list->next());
  Told told;
  told.wrong = read_item(*list, zone, told.item);
  return told;
}

std::string time_of(std::string_view text, const char* zone = "UTC") {
  const Told told = read("ip,time\n10.0.0.1," + std::string{text} + "\n", zone);
  return told.item.first_seen ? to_rfc3339(*told.item.first_seen) : told.wrong;
}

TEST(NoticeTable, times_as_offices_write_them) {
  const std::string utc =
      to_rfc3339(Timestamp{std::chrono::seconds{1'772'438'400}});  // 2026-03-02T08:00Z
  EXPECT_EQ(time_of("2026-03-02T08:00:00Z"), utc);
  EXPECT_EQ(time_of("2026-03-02 16:00:00", "Asia/Shanghai"), utc);
  EXPECT_EQ(time_of("2026/3/2 16:00", "Asia/Shanghai"), utc);
  EXPECT_EQ(time_of("2026年3月2日 16时00分", "Asia/Shanghai"), utc);
  EXPECT_EQ(time_of("2026-03-02T16:00:00+08:00"), utc);
  EXPECT_EQ(time_of("yesterday"), "no time: yesterday");
  EXPECT_EQ(time_of("-"), "");
}

TEST(NoticeTable, ends_with_and_without_ports) {
  const Told one = read("src_ip;dst_ip;dst_port\n10.0.0.1:4000;[2001:db8::1]:3333;\n");
  EXPECT_EQ(one.item.source_port, 4000);
  EXPECT_EQ(one.item.destination_address, "2001:db8::1");
  EXPECT_EQ(one.item.destination_port, 3333);
  EXPECT_EQ(one.item.indicator, "address");
  EXPECT_NE(read("src_ip,dst_port\n10.0.0.1,70000\n").wrong, "");
  EXPECT_NE(read("src_ip\nsomewhere\n").wrong, "");
}

TEST(NoticeTable, a_pool_may_stand_in_either_column) {
  const Told name = read("ip,矿池IP\n10.0.0.1,stratum+tcp://Pool.Example.org:3333/x\n");
  EXPECT_EQ(name.item.domain, "pool.example.org");
  EXPECT_EQ(name.item.destination_address, "");
  EXPECT_EQ(name.item.indicator, "domain");
  const Told address = read("ip,矿池\n10.0.0.1,203.0.113.9\n");
  EXPECT_EQ(address.item.destination_address, "203.0.113.9");
  EXPECT_EQ(address.item.domain, "");
}

TEST(NoticeTable, a_look_up_is_told_apart) {
  EXPECT_EQ(read("ip,域名,类型\n10.0.0.1,a.example,DNS解析\n").item.indicator, "look_up");
  EXPECT_EQ(read("ip,域名,类型\n10.0.0.1,a.example,访问\n").item.indicator, "domain");
  EXPECT_EQ(read("ip,域名\n10.0.0.1,-\n").item.indicator, "unknown");
}

TEST(NoticeTable, what_says_the_same_is_the_same_item) {
  const Told one = read("ip,port,dst_ip,time\n10.0.0.1,1,203.0.113.9,2026-01-01\n");
  const Told two = read("源IP,源端口,目的IP,时间\n10.0.0.1,2,203.0.113.9,2026-02-02\n");
  EXPECT_EQ(identity_of(one.item), identity_of(two.item));
}

}  // namespace
}  // namespace davy::notice
