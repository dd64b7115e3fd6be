// Sentences of `davy energy network` and `davy energy region`.
#pragma once

#include "workbench/report/phrase.hpp"

namespace davy::report::index_phrases {

inline constexpr Phrase title{"Bitcoin's electricity", "比特币网络的用电量"};
inline constexpr Phrase about{
    "By the method of the Cambridge index: electricity at {} USD/kWh, PUE {} / {} / {}; TWh a year",
    "按剑桥指数的方法计算：电价 {} 美元/千瓦时，PUE {} / {} / {}；单位为太瓦时/年"};
inline constexpr Phrase computed{"Computed here", "本程序计算"};
inline constexpr Phrase computed_on{"Computed here for {}", "本程序计算，{}"};
inline constexpr Phrase model{"model", "模型"};
inline constexpr Phrase lower{"lower", "下限"};
inline constexpr Phrase best{"best", "最佳"};
inline constexpr Phrase upper{"upper", "上限"};
inline constexpr Phrase gw_best{"best, GW", "最佳，吉瓦"};
inline constexpr Phrase pays_below{"pays below, J/GH", "盈利界限，J/GH"};
inline constexpr Phrase devices{"devices that pay", "盈利机型数"};
inline constexpr Phrase remark{"remark", "说明"};
inline constexpr Phrase carried{"no device pays: the last figures stand",
                                "无机型盈利：沿用此前数值"};
inline constexpr Phrase warming_up{"fewer than 20 days of inputs before it", "此前输入不足 20 天"};
inline constexpr Phrase listed{"1st: every listed device, each the same",
                               "第一代：表中全部机型，等权"};
inline constexpr Phrase makers{"2nd: the three big makers', 5 years, each the same",
                               "第二代：三大厂商机型，寿命 5 年，等权"};
inline constexpr Phrase aged{"3rd: from 2 months after release, less each year (2023)",
                             "第三代：发布 2 个月后计入，逐年降权（2023 年修订）"};
inline constexpr Phrase short_listed{"listed", "全部机型"};
inline constexpr Phrase short_makers{"makers", "主要厂商"};
inline constexpr Phrase short_aged{"aged", "逐年降权"};
inline constexpr Phrase revised{"revised", "修订版"};
inline constexpr Phrase inputs_are{"Hash rate and revenue: {}; {} to {}.",
                                   "算力与收入：{}；{} 至 {}。"};
inline constexpr Phrase rows_are{
    "Rows: {} used, {} malformed, {} repeated days, {} beyond the bound.",
    "行数：采用 {}，畸形 {}，重复日期 {}，超出上限 {}。"};
inline constexpr Phrase first_is_partial{
    "The first model's own weighting by the shares of S7 and S9 machines was never published: "
    "every listed "
    "device counts the same here.",
    "第一代模型按 S7、S9 机型占比加权的数据从未公布：此处对表中全部机型等权处理。"};
inline constexpr Phrase not_recomputed{
    "{} is not recomputed: hash rate and revenue are known here from {} to {}. --network FILE "
    "takes your "
    "own (date, hash_rate_th_s, revenue_usd).",
    "{} 未重新计算：此处的算力与收入数据为 {} 至 {}。可用 --network 文件提供自己的数据（date、"
    "hash_rate_th_s、revenue_usd）。"};
inline constexpr Phrase published{"Published by the index's operator, not computed here",
                                  "指数发布方公布的数值，非本程序计算"};
inline constexpr Phrase nothing_published{"Nothing published is known here for {}.",
                                          "此处没有 {} 的已公布数值。"};
inline constexpr Phrase month_mean{"mean of {}", "{} 月均值"};
inline constexpr Phrase edition{"edition", "版本"};
inline constexpr Phrase period{"period", "时期"};
inline constexpr Phrase source{"source (date)", "来源（日期）"};
inline constexpr Phrase carbon{"MtCO2 a year", "百万吨 CO2/年"};
inline constexpr Phrase intensity{"gCO2/kWh", "gCO2/千瓦时"};
inline constexpr Phrase carbon_bounds{
    "{} × best guess × intensity; were all of it hydropower ({} kg/kWh) {} Mt, were all of it coal "
    "({} kg/kWh) {} Mt.",
    "{}：最佳值 × 强度；若全为水电（{} kg/千瓦时）则 {} 百万吨，若全为煤电（{} kg/千瓦时）则 {} "
    "百万吨。"};
inline constexpr Phrase by_month{"By month", "按月"};
inline constexpr Phrase month{"month", "月份"};
inline constexpr Phrase year{"year", "年份"};
inline constexpr Phrase compared{"Computed beside published: {} / {}",
                                 "计算值与公布值对照：{} / {}"};
inline constexpr Phrase yearly_means{"Yearly means of the best guess", "最佳值的年均值"};
inline constexpr Phrase computed_column{"computed", "计算值"};
inline constexpr Phrase published_column{"published", "公布值"};
inline constexpr Phrase difference{"difference", "差异"};
inline constexpr Phrase bound{"bound", "项"};
inline constexpr Phrase periods{"periods", "期数"};
inline constexpr Phrase median_error{"median error", "误差中位数"};
inline constexpr Phrase median_signed{"signed", "带符号"};
inline constexpr Phrase within_one{"within 1 %", "1 % 以内"};
inline constexpr Phrase rows_left{"{} more rows: --json prints all of them.",
                                  "另有 {} 行：--json 可全部输出。"};
inline constexpr Phrase chart_index{
    "Computed band and best guess ({}), and the published ones as dashes, TWh a year",
    "计算所得区间与最佳值（{}），公布值以虚线表示，太瓦时/年"};

inline constexpr Phrase map_title{"Where Bitcoin was mined", "比特币挖矿的地域分布"};
inline constexpr Phrase map_about{
    "Shares of the world's hash rate by the Cambridge mining map, {} to {}; each figure with its "
    "edition",
    "剑桥挖矿地图所示占全球算力的份额，{} 至 {}；每个数值均注明版本"};
inline constexpr Phrase shares_heading{"Shares of hash rate, %", "算力份额，%"};
inline constexpr Phrase provinces{"Provinces, % of the world", "省份，占全球 %"};
inline constexpr Phrase region_energy{"Electricity: share × network, TWh a year",
                                      "用电量：份额 × 全网，太瓦时/年"};
inline constexpr Phrase region{"region", "地区"};
inline constexpr Phrase share{"share", "份额"};
inline constexpr Phrase network_best{"network, best", "全网最佳值"};
inline constexpr Phrase index_edition{"index edition", "指数版本"};
inline constexpr Phrase share_unseen{"share, if nothing is assumed of the unseen",
                                     "份额界限（对未采样部分不作假设）"};
inline constexpr Phrase region_note{
    "The share is taken at its word, and the region's machines to be as efficient as the world's; "
    "the interval "
    "is the index's own. Published monthly means of the index, not computed here.",
    "份额按公布值采用，并假定该地区矿机能效与全球一致；区间为指数自身的区间。所用为指数公布的月均值"
    "，非本程序计算。"};
inline constexpr Phrase bias_heading{"What the map rests on", "地图的依据与偏差"};
inline constexpr Phrase bias_line{
    "Edition {} ({}): pools {}, {} to {} % of hash rate. {}. Source: {} ({}).",
    "版本 {}（{}）：矿池 {}，占算力 {} 至 {} %。{}。来源：{}（{}）。"};
inline constexpr Phrase two_editions{
    "{}, {}: {} in edition {} and {} in edition {}. Both stand; neither is corrected by the other "
    "here.",
    "{}，{}：{}（版本 {}）与 {}（版本 {}）。两者并存，此处不以其一更正另一。"};
inline constexpr Phrase nothing_on_map{"The map has nothing for this region and time.",
                                       "地图中没有该地区该时期的数据。"};
inline constexpr Phrase no_index_month{"no published index for that month", "该月没有公布的指数"};
inline constexpr Phrase chart_map{"Shares of hash rate by month, % (edition {})",
                                  "各月算力份额，%（版本 {}）"};

}  // namespace davy::report::index_phrases
