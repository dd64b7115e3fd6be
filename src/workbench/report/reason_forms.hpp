// The sentences of reasons. Only reason_text.cpp and its test include this.
//
// Shape:   as many {} in both languages, in one order; the first form that fits counts, so the longer one stands first.
#pragma once

#include <array>

#include "workbench/report/reason_form.hpp"

namespace davy::report {

inline constexpr auto reason_forms = std::to_array<ReasonForm>({
    // hidden_load, dedicated_load, energy_balance, filed_systems
    {"an unexplained load of {} kW ({} to {}) came and {}, {}; neither calendar nor {} other "
     "accounts explain it; such an alarm comes by accident {} times a year",
     "出现一处无法解释的负荷 {} kW（{} 至 {}），{}，{}；日历与其他 {} "
     "个账户均不能解释；此类告警每年偶发 {} 次"},
    {"draws {} kW day and night alike: night to day {}, base to mean {}, spread {} %; a mine does "
     "so, and so does a server room: the register of filed systems tells them apart",
     "昼夜均为 {} kW：夜昼比 {}，基荷比 {}，离散 {} %；矿场如此，机房亦如此，须由备案登记区分"},
    {"{} kW ({} to {}, {} % of the feeder) are delivered and measured by none of its {} meters, "
     "more than before; alarms from {} % on",
     "较此前多出 {} kW（{} 至 {}，占馈线 {} %），已供电而其下 {} 个电表均未计量；告警阈值 {} %"},
    {"the register has no filed system for this meter", "备案登记中没有该电表的系统"},
    {"its system {} is {}, and not in operation", "其系统 {} 的状态为 {}，并非运行中"},
    {"draws {} kW; its system {} is filed with {} kW", "用电 {} kW；其系统 {} 备案容量为 {} kW"},
    {"even by day and night, as the filed system {} ({}) is", "昼夜平稳，与备案系统 {}（{}）相符"},
    {"draws {} kW day and night, {} % of the {} kW that were contracted",
     "昼夜均为 {} kW，达合同容量的 {} %（合同容量 {} kW）"},
    {"even, and as low as machines of its kind are when they idle: {} kW, where {} of them range "
     "from {} to {} kW",
     "平稳，且与同类设备空闲时同样低：{} kW；{} 台同类设备的范围为 {} 至 {} kW"},
    {"closed on {}: draws {} kW, its floor is {} kW, before it drew {} kW",
     "{} 关停：现为 {} kW，底值 {} kW，关停前 {} kW"},
    {"closed on {}: ten days of readings after it are needed to tell",
     "{} 关停：须有其后十天的读数方能判断"},
    {"closed on {}: too many days before or since are without readings; nobody looked",
     "{} 关停：关停前或其后缺少读数的天数过多，无法核查"},
    {"draws far more evenly than {} other accounts of the class {}: its days vary by {} % (theirs "
     "by {} %), its base is {} % of its mean ({} %), night to day {} ({}), its months drift by {} "
     "% "
     "({} %); a server room, a cold store or a pump that never stops looks the same",
     "比同类其他 {} 个账户（{}）平稳得多：日间波动 {} %（同类 {} %），基荷占均值 {} %（{} "
     "%），夜昼比 "
     "{}（{}），月间漂移 {} %（{} %）；机房、冷库或常开的水泵亦如此"},
    {"its days went from {} kW to {} kW and stayed so for {} days; the readings are too few to "
     "tell "
     "a season, and no other accounts tell it",
     "日均由 {} kW 升至 {} kW 并持续 {} 天；读数过少，无法区分季节，且无其他账户可比"},
    {"its days went from {} kW to {} kW and stayed so for {} days; the readings are too few to "
     "tell "
     "a season; {} other accounts went to {} times theirs meanwhile",
     "日均由 {} kW 升至 {} kW 并持续 {} 天；读数过少，无法区分季节；同期其他 {} 个账户为原来的 {} "
     "倍"},
    {"draws {} kW ({} to {}) more than in the same four weeks a year before: by night, at its base "
     "and over the whole day at least {} % of its mean beyond what {} other accounts did ({} %); a "
     "rise too slow for a step",
     "较一年前同四周多 {} kW（{} 至 {}）：夜间、基荷与全日均超出均值的 {} % 以上（其他 {} 个账户为 "
     "{} %）；上升过缓，非突变"},
    {"a load of {} kW ({} to {}, at 230 V and power factor 1) came to phase {} and {}: {} A more "
     "than "
     "the other two phases, by day and night alike; racks on one phase do so, and so does any "
     "single-phase machine that never stops",
     "一处 {} kW（{} 至 {}，按 230 V、功率因数 1）的负荷接入第 {} 相，{}：比另两相多 {} "
     "A，昼夜相同；接于一相的机架如此，任何常开的单相设备亦如此"},
    {"a load of {} kW ({} to {}, at 400 V and power factor 1) came between phases {} and {} and "
     "{}: "
     "{} A more than the third phase, by day and night alike; power supplies between two phases do "
     "so, and so does any such machine that never stops",
     "一处 {} kW（{} 至 {}，按 400 V、功率因数 1）的负荷跨接于第 {} 相与第 {} 相，{}：比第三相多 "
     "{} "
     "A，昼夜相同；跨接两相的电源如此，任何常开的同类设备亦如此"},
    {"phase {} carries {} % more than the mean of the three, by day and night alike, over {} days: "
     "{} "
     "kW more than the other two, at 230 V and power factor 1; racks on one phase do so, and so do "
     "houses and offices whose phases are badly shared: by itself it says little",
     "第 {} 相比三相均值高 {} %，昼夜相同，已 {} 天：比另两相多 {} kW（按 230 V、功率因数 "
     "1）；接于一相的机架如此，三相分配不均的住宅和办公楼亦如此，单独不足为据"},
    {"the load that was closed on {} came back on {} and {}, {}, most from {} to {} h: {} kW ({} "
     "to "
     "{}) above the floor of {} kW, {} % of what was closed; other machines, or heating that was "
     "switched on, look alike",
     "{} 关停的负荷于 {} 复现，{}，{}，以 {} 至 {} 时为最：高于底值 {} kW（{} 至 {}），底值 {} "
     "kW，为所关停负荷的 {} %；其他设备或开启的采暖与此相似"},
    {"closed on {}, yet the account went on: {} kW in the days after, {} kW before, and {}; where "
     "what "
     "was closed was a small part of the account, it looks alike",
     "{} 已报关停，而账户照旧：其后 {} kW，此前 {} kW，{}；若所关停的只占账户一小部分，亦与此相似"},
    // mining_conversation, work_service
    {"an attempt: the miner spoke, nobody answered in kind",
     "仅为尝试：矿工程序发出了请求，没有得到挖矿协议的应答"},
    {"only the miner's direction was captured, and no shares in it",
     "只采集到矿工一方，且其中没有提交份额"},
    {"only the miner's direction was captured, but it goes on submitting shares",
     "只采集到矿工一方，但其持续提交份额"},
    {"node RPC to a service that gives this same client mining work in other connections",
     "向某服务发出的节点 RPC，该服务在其他连接中向同一客户端下发挖矿任务"},
    {"{} jobs that came with work and a difficulty went back with a nonce, in other connections of "
     "the same two",
     "同一对端点的其他连接中，{} 个附任务内容与难度下发的任务连同随机数返回"},
    // rhythm, interval_shape
    {"shaped like a miner and its pool: in {} min, {} messages of {} that the client had not asked "
     "for, {} of the client of {}, {} of them answered with {}",
     "形态与矿工和矿池相符：{} 分钟内，服务端主动发出 {} 条消息（{}），客户端发出 {} "
     "条（{}），其中 {} 条得到 {} 的应答"},
    {"shaped like a miner and its pool: in {} min, {} messages of {} that the client had not asked "
     "for, {} of the client of {}",
     "形态与矿工和矿池相符：{} 分钟内，服务端主动发出 {} 条消息（{}），客户端发出 {} 条（{}）"},
    {"shaped like a miner and its pool: in {} min, {} messages of {} that the client had not asked "
     "for",
     "形态与矿工和矿池相符：{} 分钟内，服务端主动发出 {} 条消息（{}）"},
    {"shaped like a miner and its pool: in {} min, {} of the client of {}, {} of them answered "
     "with {}",
     "形态与矿工和矿池相符：{} 分钟内，客户端发出 {} 条消息（{}），其中 {} 条得到 {} 的应答"},
    {"its minutes look like those of a miner and its pool: for {} h, up {}, down {}",
     "每分钟的流量与矿工和矿池相符：历时 {} 小时，上行 {}，下行 {}"},
    // synchrony, chain_clock
    {"{} of {} messages that nobody had asked for came within {} s of such a one between {} and "
     "{}, where mining was read: by chance once in 10^{} ({} pairs compared)",
     "{} / {} 条主动消息与另一连接的主动消息相差不超过 {} 秒（{} 与 "
     "{}，该连接已读到挖矿）：纯属巧合的概率为 10^{} 分之一（共比较 {} 对）"},
    {"{} of {} messages that nobody had asked for came within {} s of such a one between {} and "
     "{}: by chance once in 10^{} ({} pairs compared)",
     "{} / {} 条主动消息与另一连接的主动消息相差不超过 {} 秒（{} 与 {}）：纯属巧合的概率为 10^{} "
     "分之一（共比较 {} 对）"},
    {"at {} of {} {} blocks ({}) the server spoke unasked, {} to {} s after it: by chance once in "
     "10^{} ({} comparisons)",
     "{} / {} 个 {} 区块（{}）出现之时，服务端主动发话（相差 {} 至 {} 秒）：纯属巧合的概率为 10^{} "
     "分之一（共 {} 次比较）"},
    // contact
    {"looked up and never connected to: was given this address for {}, {} (listed by {}, {}); but: "
     "{}",
     "查询过但从未连接：{}，{}（来源 {}，{}）；但：{}"},
    {"looked up and never connected to: was given this address for {}, {} (listed by {}, {})",
     "查询过但从未连接：{}，{}（来源 {}，{}）"},
    {"is in touch with {}, {} (listed by {}, {}); but: {}",
     "与 {} 通信，{}（来源 {}，{}）；但：{}"},
    {"is in touch with {}, {} (listed by {}, {})", "与 {} 通信，{}（来源 {}，{}）"},
    {"names in its TLS hello {}, {} (listed by {}, {}); but: {}",
     "TLS 握手中声明的名称为 {}，{}（来源 {}，{}）；但：{}"},
    {"names in its TLS hello {}, {} (listed by {}, {})",
     "TLS 握手中声明的名称为 {}，{}（来源 {}，{}）"},
    {"names in its QUIC hello {}, {} (listed by {}, {}); but: {}",
     "QUIC 握手中声明的名称为 {}，{}（来源 {}，{}）；但：{}"},
    {"names in its QUIC hello {}, {} (listed by {}, {})",
     "QUIC 握手中声明的名称为 {}，{}（来源 {}，{}）"},
    {"is shown a certificate of {}, {} (listed by {}, {}); but: {}",
     "对端出示的证书属于 {}，{}（来源 {}，{}）；但：{}"},
    {"is shown a certificate of {}, {} (listed by {}, {})",
     "对端出示的证书属于 {}，{}（来源 {}，{}）"},
    {"asks by HTTP for {}, {} (listed by {}, {}); but: {}",
     "通过 HTTP 请求 {}，{}（来源 {}，{}）；但：{}"},
    {"asks by HTTP for {}, {} (listed by {}, {})", "通过 HTTP 请求 {}，{}（来源 {}，{}）"},
    {"asks a proxy for {}, {} (listed by {}, {}); but: {}",
     "请求代理连接 {}，{}（来源 {}，{}）；但：{}"},
    {"asks a proxy for {}, {} (listed by {}, {})", "请求代理连接 {}，{}（来源 {}，{}）"},
    {"was given this address for {}, {} (listed by {}, {}); but: {}",
     "此地址是查询 {} 得到的，{}（来源 {}，{}）；但：{}"},
    {"was given this address for {}, {} (listed by {}, {})",
     "此地址是查询 {} 得到的，{}（来源 {}，{}）"},
    // inside_proxy, tls_ends
    {"its server {} hands on what {} tells it unasked: {} of {} messages within {} s, {} ms later "
     "in the middle: by chance once in 10^{} ({} pairs compared)",
     "其服务端 {} 转发 {} 主动告知的内容：{} / {} 条消息在 {} 秒内，中位数延迟 {} "
     "毫秒：纯属巧合的概率为 10^{} 分之一（共比较 {} 对）"},
    {"it hands on what it is told here unasked to {}, a client of its port {}: {} of {} messages "
     "within {} s, {} ms later in the middle: by chance once in 10^{} ({} pairs compared)",
     "它把此处主动告知的内容转发给 {}（其 {} 端口的客户端）：{} / {} 条消息在 {} 秒内，中位数延迟 "
     "{} "
     "毫秒：纯属巧合的概率为 10^{} 分之一（共比较 {} 对）"},
    {"the host of its server {} mines at {}, where mining was read",
     "其服务端 {} 所在主机在 {} 挖矿，该连接已读到挖矿"},
    {"the host of its server {} is a client of {}, known as a pool's",
     "其服务端 {} 所在主机是 {} 的客户端，后者已知属于矿池"},
    {"the host of its server {} is a client of {}, whose messages it hands on to another client",
     "其服务端 {} 所在主机是 {} 的客户端，并把后者的消息转发给另一客户端"},
    {"its port {} has a client of its own shaped like miners: a proxy",
     "其 {} 端口有一个形态与矿工相符的客户端：这是一个代理"},
    {"its port {} has {} clients of its own shaped like miners: a proxy",
     "其 {} 端口有 {} 个形态与矿工相符的客户端：这是一个代理"},
    {"{} clients of {} are shaped like miners", "有 {} 个 {} 的客户端形态与矿工相符"},
    {"is shown a self-made certificate of \"localhost\" for ten years, as xmrig-proxy makes for "
     "itself",
     "对端出示“localhost”的自签名证书，有效期十年，与 xmrig-proxy 自行生成的相同"},
    {"its TLS hello names no server and no protocol, as miners' programs do not",
     "其 TLS 握手未声明服务器名和协议，与矿工程序相同"},
    // farming_cadence
    {"storage farming by its clock: a message of {} octets every {} s (± {}, {} gaps), as a Chia "
     "farmer tells its harvesters of signage points, 64 in ten minutes",
     "按节拍判断为存储挖矿：一条 {} 字节的消息每 {} 秒出现一次（± {}，{} 个间隔），与 Chia farmer "
     "向 "
     "harvester 通报 signage point 的节拍相同（十分钟 64 次）"},
    // own_probe
    {"davy probe logged this connection as its own", "davy probe 的日志记录了此连接为其自身所为"},
    {"calls itself davy-probe, and submits nothing", "自称 davy-probe，且未提交任何份额"},
    // what was said in a dialect (rule_forms.hpp), and by whom
    {"pool: {}", "矿池：{}"},
    {"miner: {}", "矿工：{}"},
    {"seen: {}", "见到：{}"},
});

// What stands in gaps.
inline constexpr auto reason_phrases = std::to_array<ReasonForm>({
    {"stayed", "一直存在"},
    {"went again", "其后消失"},
    {"day and night", "昼夜均有"},
    {"at night", "在夜间"},
    {"never fell", "从未下降"},
    {"fell later", "后来下降"},
    {"day and night alike", "昼夜相同"},
    {"at night only", "仅夜间"},
    {"with pauses through the day", "日内有停歇"},
    {"still rising", "仍在上升"},
    {"by day only", "仅白天"},
    {"{} to {} octets", "{} 至 {} 字节"},
    {"{} octets", "{} 字节"},
    {"{} packets a minute of {} octets", "每分钟 {} 个数据包、每个 {} 字节"},
    {"new", "新"},
    {"mining that was read", "取自已读到的挖矿"},
    {"{}, by their miners' times", "{}，按出块者写入的时间"},
    {"a mining pool for {}", "矿池（{}）"},
    {"a mining pool", "矿池"},
    {"a mining proxy or rental service for {}", "矿池代理或算力租赁服务（{}）"},
    {"a mining proxy or rental service", "矿池代理或算力租赁服务"},
    {"where a miner program mines for its maker for {}", "矿工程序为其作者挖矿之处（{}）"},
    {"where a miner program mines for its maker", "矿工程序为其作者挖矿之处"},
    {"a web miner's service for {}", "网页挖矿服务（{}）"},
    {"a web miner's service", "网页挖矿服务"},
    {"a storage network for {}", "存储网络（{}）"},
    {"a storage network", "存储网络"},
    {"a blockchain's nodes for {}", "区块链节点（{}）"},
    {"a blockchain's nodes", "区块链节点"},
    {"a wallet service for {}", "钱包服务（{}）"},
    {"a wallet service", "钱包服务"},
    {"an exchange for {}", "交易所（{}）"},
    {"an exchange", "交易所"},
    {"a price site for {}", "行情网站（{}）"},
    {"a price site", "行情网站"},
});

}  // namespace davy::report
