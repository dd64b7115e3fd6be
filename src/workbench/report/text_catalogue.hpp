// The sentences themselves. Only text.cpp includes this.
//
// Shape:   one entry for each Text, in its order.
#pragma once

#include <array>
#include <string_view>

#include "workbench/report/text.hpp"

namespace davy::report {

struct CatalogueEntry {
  Text key;
  std::string_view en;
  std::string_view zh;
};

namespace catalogue {

using enum Text;
inline constexpr auto entries = std::to_array<CatalogueEntry>({
    {level_confirmed, "confirmed", "确认"},
    {level_probable, "probable", "很可能"},
    {level_suspected, "suspected", "疑似"},
    {level_cleared, "cleared", "已排除"},
    {level_unknown, "unknown", "未知"},
    {meaning_confirmed,
     "The mining conversation itself was read, or the other end answered as a mining pool does.",
     "已读到挖矿会话本身，或对端以矿池的方式作出了应答。"},
    {meaning_probable,
     "Two independent kinds of evidence agree, or the protocol has a structure that nothing else "
     "has.",
     "两类相互独立的证据一致，或协议具有其他协议所没有的独特结构。"},
    {meaning_suspected,
     "One kind of evidence alone, or an attempt: the miner spoke and nobody answered in kind.",
     "只有一类证据，或仅为尝试：矿工程序发出了请求，但没有得到挖矿协议的应答。"},
    {meaning_cleared, "Recognised as something that is not mining.", "已识别为与挖矿无关的通信。"},
    {meaning_unknown, "Not enough was captured to say anything.",
     "采集到的内容不足，无法作出判断。"},
    {kind_hello, "Connection set-up", "建立连接"},
    {kind_login, "Login", "登录"},
    {kind_login_accepted, "Login accepted", "登录被接受"},
    {kind_login_refused, "Login refused", "登录被拒绝"},
    {kind_work_request, "Request for work", "请求任务"},
    {kind_job, "Job", "下发任务"},
    {kind_difficulty, "Difficulty", "设定难度"},
    {kind_share, "Share submitted", "提交份额"},
    {kind_share_accepted, "Share accepted", "份额被接受"},
    {kind_share_rejected, "Share rejected", "份额被拒绝"},
    {kind_hash_rate, "Hash rate report", "上报算力"},
    {kind_keep_alive, "Keep-alive", "保活"},
    {kind_control, "Control", "控制"},
    {kind_miner_status, "Miner status", "矿机状态"},
    {kind_other, "Other", "其他"},
    {related_none, "Other conversation", "其他会话"},
    {related_blockchain_node, "Blockchain node", "区块链节点"},
    {related_node_rpc, "Node RPC without work", "节点 RPC（不取任务）"},
    {related_wallet, "Wallet or web3 client", "钱包或 web3 客户端"},
    {related_json_rpc, "Other JSON-RPC", "其他 JSON-RPC"},
    {related_miner_api, "A miner's own monitoring interface", "矿机自身的监控接口"},
    {related_storage_network, "Storage network", "存储网络"},
    {related_trading, "Exchange or price site", "交易所或行情网站"},
    {related_pool_contact, "Contact with a pool, by name", "接触矿池（仅凭名称）"},
    {nothing_found, "No mining was found in what was looked at.",
     "在所检查的内容中未发现挖矿行为。"},
    {found, "Mining found: {} on {}", "发现挖矿：{}，涉及 {}"},
    {attempt, "Attempt: the miner spoke, nobody answered in kind.",
     "仅为尝试：矿工程序发出了请求，没有得到挖矿协议的应答。"},
    {one_direction, "Only one direction of the traffic was captured.", "只采集到单方向的流量。"},
    {miner_unknown, "which side mines could not be told", "无法判断哪一方是矿工"},
    {to, "to", "至"},
    {conversations_one, "{} conversation", "{} 个会话"},
    {conversations_many, "{} conversations", "{} 个会话"},
    {hosts_one, "{} host", "{} 台主机"},
    {hosts_many, "{} hosts", "{} 台主机"},
    {flows_one, "{} flow", "{} 条流"},
    {flows_many, "{} flows", "{} 条流"},
    {shares_line, "{} of {} shares accepted", "份额 {} / {} 被接受"},
    {shares_submitted_only, "{} shares submitted", "提交份额 {} 个"},
    {upper_bound, "below {}", "低于 {}"},
    {more_findings, "{} more findings; --json prints all of them, --report writes them to a page",
     "另有 {} 个发现；--json 输出全部，--report 写成网页报告"},
    {related_heading, "Recognised, and not mining", "已识别，不是挖矿"},
    {related_line, "{}: {}, {}, e.g. {}", "{}：{}，{}，例如 {}"},
    {looked_at, "Looked at", "检查范围"},
    {coverage_line, "{}: {} packets, {}, {}, {}", "{}：{} 个数据包，{}，{}，{}"},
    {coverage_records_line, "{} ({}): {} records of {} packets, {}, {}, {}",
     "{}（{}）：{} 条记录，计 {} 个数据包，{}，{}，{}"},
    {coverage_sampled, "one packet in {} was counted", "每 {} 个数据包抽样 1 个"},
    {coverage_blind, "not looked for: {}", "未能检查：{}"},
    {blind_content_off, "conversations and names (content is off)", "会话与名称（未查看内容）"},
    {blind_no_payload, "conversations (no payload)", "会话（无载荷）"},
    {blind_no_messages, "rhythm and common clocks (no single messages)",
     "节奏与共同时钟（无逐条消息）"},
    {blind_no_names, "names (none told)", "名称（未提供）"},
    {blind_no_flows, "shape (no counts told)", "形态（未提供计数）"},
    {blind_one_direction, "shape (one direction told)", "形态（仅有单向）"},
    {blind_sampled, "shape (packets were sampled)", "形态（数据包经抽样）"},
    {inputs_one, "{} input", "{} 个输入"},
    {inputs_many, "{} inputs", "{} 个输入"},
    {coverage_clean, "nothing malformed, truncated or dropped", "无畸形、截断或丢弃"},
    {coverage_malformed, "malformed {} ({})", "畸形 {}（{}）"},
    {coverage_truncated, "truncated {}", "截断 {}"},
    {coverage_dropped, "dropped {}", "丢弃 {}"},
    {coverage_unreadable, "{}: not read: {}", "{}：未能读取：{}"},
    {coverage_more, "{} more inputs with something malformed, truncated or dropped",
     "另有 {} 个输入存在畸形、截断或丢弃"},
    {no_time, "no packets", "无数据包"},
    {inputs_unreadable, "Inputs that could not be read: {}", "未能读取的输入：{}"},
    {page_title, "Inspection for cryptocurrency mining", "虚拟货币挖矿流量检查报告"},
    {page_header, "Davy · inspection for cryptocurrency mining", "Davy · 虚拟货币挖矿流量检查报告"},
    {language_tag, "en", "zh-Hans"},
    {what_found, "What was found", "发现了什么"},
    {how_sure, "How sure", "可信程度"},
    {what_looked_at, "What was looked at", "检查了什么"},
    {findings, "Findings", "发现"},
    {finding_number, "Finding {}", "发现 {}"},
    {verdict, "Verdict", "结论"},
    {pool, "Pool", "矿池"},
    {miner_and_pool, "Miner → pool", "矿工 → 矿池"},
    {dialect, "Dialect", "协议方言"},
    {coin, "Coin", "币种"},
    {algorithm, "Algorithm", "算法"},
    {agent, "Program", "矿工程序"},
    {login, "Pool login", "矿池账户"},
    {worker, "Worker", "矿机名"},
    {shares, "Shares", "份额"},
    {hash_rate, "Hash rate", "算力"},
    {power, "Power", "功率"},
    {since_until, "Period", "时段"},
    {first_seen, "First seen", "首次出现"},
    {input, "Input", "输入文件"},
    {reasons, "Reasons", "判断理由"},
    {evidence, "Evidence", "证据"},
    {messages, "Messages", "消息"},
    {message_kind, "Kind", "类别"},
    {count, "Count", "数量"},
    {difficulty, "Difficulty", "难度"},
    {hashes_per_share, "Work per share", "每个份额的计算量"},
    {reported_hash_rate, "Hash rate that the miner reports", "矿工自报算力"},
    {interval_95, "95 % interval {}", "95 % 区间 {}"},
    {timeline, "Messages over time", "消息时间分布"},
    {timeline_desc,
     "Messages between {} and {}, in bars of {}. Each row is scaled to its highest bar, whose "
     "count stands behind it.",
     "{} 至 {} 的消息分布，每格 {}。各行按自身最大值缩放，最大值标在行末。"},
    {row_job, "Jobs", "任务"},
    {row_share, "Shares", "提交"},
    {row_accepted, "Accepted", "接受"},
    {row_rejected, "Rejected", "拒绝"},
    {row_other, "Other", "其他"},
    {rhythm, "Rhythm", "通信节奏"},
    {rhythm_desc,
     "The last {} messages, {} to {}: a stroke each, the larger the higher. Behind each row stands "
     "its median size in octets.",
     "最近 {} 条消息，{} 至 {}：每条一划，越大越高。行末为该行大小的中位数（字节）。"},
    {rhythm_pushes, "Server, unasked", "服务端主动"},
    {rhythm_requests, "Client", "客户端"},
    {rhythm_replies, "Server's answers", "服务端应答"},
    {time, "Time (UTC)", "时间（UTC）"},
    {side_miner, "miner", "矿工"},
    {side_pool, "pool", "矿池"},
    {side_unknown, "unknown", "未知"},
    {rule, "What matched", "匹配规则"},
    {coin_by, "told by: {}", "依据：{}"},
    {strength_slight, "slight", "微弱"},
    {strength_moderate, "moderate", "中等"},
    {strength_strong, "strong", "强"},
    {strength_very_strong, "very strong", "很强"},
    {strength_negative, "speaks against mining", "不支持挖矿"},
    {coverage, "Coverage", "检查覆盖范围"},
    {packets, "Packets", "数据包"},
    {octets, "Octets", "字节"},
    {flows, "Flows", "流"},
    {period, "Period (UTC)", "时段（UTC）"},
    {malformed, "Malformed", "畸形"},
    {truncated, "Truncated", "截断"},
    {dropped, "Dropped", "丢弃"},
    {related, "Recognised, and not mining", "已识别，不是挖矿"},
    {related_intro,
     "These conversations were recognised for what they are. They are named here so that nobody "
     "has to ask, and they raise no alarm.",
     "以下会话已被识别，不属于挖矿。列出仅为说明，不构成告警。"},
    {related_class, "Class", "类别"},
    {messages_unread, "Messages of this conversation that could not be read: {}",
     "该会话中未能读取的消息：{}"},
    {pseudonym_note,
     "Pool logins and worker names are pseudonyms made with a keyed hash: the same name means "
     "the same login. Passwords are left out.",
     "矿池账户与矿机名均为带密钥散列生成的化名：化名相同即账户相同。口令一律不显示。"},
    {method, "Method", "方法"},
    {method_text,
     "Every TCP and UDP conversation was put back into order and its content parsed as the "
     "mining dialects, "
     "on any port and from either side. Each message found is evidence with a strength in nats: "
     "the natural "
     "logarithm of how much likelier the message is in mining than elsewhere.",
     "对每个 TCP、UDP "
     "会话重组后，按各种挖矿协议方言解析其内容，不依赖端口，也不限定由哪一方先发送。"
     "每条命中的消息都是一份证据，其强度以奈特（nat）表示，"
     "即该消息在挖矿中出现的可能性与在其他通信中出现的可能性之比的自然对数。"},
    {method_not, "What was not looked at", "未检查的内容"},
    {method_not_text,
     "Encrypted conversations (TLS, SSH, VPN, Tor) were counted as flows and not read: mining "
     "inside them needs other "
     "methods. Traffic that did not pass the point of capture, or not in the period shown, is "
     "outside this report. "
     "No address or name was contacted or resolved.",
     "加密会话（TLS、SSH、VPN、Tor）只计为流，未读取内容："
     "其中的挖矿需用其他方法发现。未经过采集点或不在所示时段内的流量不在本报告范围内。"
     "检查过程未连接或解析任何地址与域名。"},
    {method_estimates, "Estimates", "估算"},
    {method_estimates_text,
     "Hash rate: shares times the hashes that each takes on average, over the time; the interval "
     "is the exact 95 % Poisson "
     "interval of the number of shares. Power: hash rate times joules per hash of the assumed "
     "hardware; the interval also "
     "spans the efficiency of the hardware that could do the work, at the machine and without "
     "cooling. Fewer than 5 shares give the interval alone, and no power: one may be luck.",
     "算力：份额数乘以每个份额平均所需的计算次数，再除以时长；区间为份额数的精确泊松 95 % 区间。"
     "功率：算力乘以假定硬件的每次计算能耗；区间还涵盖可能使用的硬件的能效范围，指设备本身，"
     "不含制冷。份额少于 5 个时只给出算力区间，不估算功率：单个份额可能只是运气。"},
    {versions_text, "Davy {}; efficiencies of hardware as of {}.",
     "Davy {}；硬件能效数据截至 {}。"},
    {opening_unseen, "The opening of this conversation was not captured.",
     "未采集到该会话的开头。"},
    {vlan, "VLAN", "VLAN"},
    {traffic, "Traffic", "流量"},
    {forward_reverse, "{} packets, {} sent; {} packets, {} received",
     "发送 {} 个包、{}；接收 {} 个包、{}"},
    {in_table, "The same as a table", "对应表格"},
    {total, "Total", "合计"},
    {sources_note, "Reasons and excerpts are in the language in which they were recorded.",
     "理由与摘录按记录时的语言原样显示。"},
    {evidence_heading, "Findings in detail", "逐项详情"},
    {cards_left_out, "{} more findings are left out of this page; --json prints all of them.",
     "另有 {} 个发现未列入本页；--json 可输出全部。"},
    {rows_left_out, "{} more rows are left out; --json prints all of them.",
     "另有 {} 行未列出；--json 可输出全部。"},
    {total_power, "Estimated power of the {} with 5 shares or more: {} (95 % interval {})",
     "份额不少于 5 个的 {}，估算功率合计：{}（95 % 区间 {}）"},
    {related_too, "Also recognised, and not mining: {}", "另识别出非挖矿会话：{}"},
    {packets_count, "{} packets", "{} 个数据包"},
    {number, "No.", "序号"},
    {work, "Dialect · coin · algorithm", "方言 · 币种 · 算法"},
    {probability_of, "probability {}", "概率 {}"},
    {first_message, "First (UTC)", "首次（UTC）"},
    {last_message, "Last", "末次"},
    {connection, "Connection", "连接"},
    {not_read, "not read", "未读取"},
    {how_looked, "How it was looked at", "检查方式"},
    {what_verdicts_mean, "What the verdicts mean", "结论的含义"},
    {names, "Names and languages", "名称与语言"},
    {basis_accepted, "{} accepted shares × {} in {}", "{} 个被接受的份额 × {}，历时 {}"},
    {basis_submitted, "{} submitted shares × {} in {}; no acceptance was captured",
     "{} 个提交的份额 × {}，历时 {}；未采集到接受应答"},
    {basis_none, "no share in {}: upper bound only", "{} 内没有份额：仅给出上限"},
    {hardware_assumed, "{} assumed, {} a hash ({}; {}, {})",
     "假定为 {}，每次计算 {}（{}；{}，{}）"},
    {hardware_also, "the interval also spans {} ({})", "区间还涵盖 {}（{}）"},
    {few_shares_one, "rests on {} share", "仅依据 {} 个份额"},
    {few_shares_many, "rests on {} shares", "仅依据 {} 个份额"},
});
static_assert(entries.size() == static_cast<std::size_t>(Text::count_));

}  // namespace catalogue

}  // namespace davy::report
