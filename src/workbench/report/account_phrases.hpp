// Sentences of `davy energy account` and `davy energy attribute`.
#pragma once

#include "workbench/report/phrase.hpp"

namespace davy::report::account_phrases {

inline constexpr Phrase title{"The account of mining's electricity", "挖矿用电核算"};
inline constexpr Phrase about{"{} · {} · {}", "{} · {} · {}"};
inline constexpr Phrase no_region{"no region given", "未指定地区"};
inline constexpr Phrase accounted_one{"{} finding accounted", "核算 {} 项发现"};
inline constexpr Phrase accounted_many{"{} findings accounted", "核算 {} 项发现"};
inline constexpr Phrase nothing{"No mining with electricity was found in what was read.",
                                "所读内容中没有带用电信息的挖矿发现。"};
inline constexpr Phrase sum{"Energy", "电量"};
inline constexpr Phrase verdict{"verdict", "结论"};
inline constexpr Phrase measured{"measured", "实测"};
inline constexpr Phrase estimated{"estimated", "估算"};
inline constexpr Phrase measured_kwh{"measured, kWh", "实测，千瓦时"};
inline constexpr Phrase estimated_kwh{"estimated, kWh", "估算，千瓦时"};
inline constexpr Phrase both_kwh{"measured + estimated, kWh", "实测 + 估算，千瓦时"};
inline constexpr Phrase all{"all", "合计"};
inline constexpr Phrase sum_note{
    "Measured: read off a meter. Estimated: power from shares and from hardware that could do the "
    "work, for the time seen and no "
    "longer. Intervals of sums add the worst cases.",
    "实测：由电表读得。估算：由份额与可用硬件推得功率，仅计所见时间。合计的区间按最坏情况相加。"};
inline constexpr Phrase extrapolated_note{
    "Extrapolated: {} estimated findings are taken to have run {} hours, longer than they were "
    "seen.",
    "外推：{} 项估算发现按运行 {} 小时计，长于实际所见时间。"};
inline constexpr Phrase at_least_note{
    "{} measured findings are lower bounds: more mining may hide in the rest of their load.",
    "{} 项实测发现仅为下限：其余负荷中可能还有挖矿。"};
inline constexpr Phrase chain{"kWh → standard coal → CO2, year by year",
                              "千瓦时 → 标准煤 → 二氧化碳，逐年"};
inline constexpr Phrase year{"year", "年份"};
inline constexpr Phrase step{"step", "步骤"};
inline constexpr Phrase times{"×", "×"};
inline constexpr Phrase result{"=", "="};
inline constexpr Phrase where_from{"factor from", "系数来源"};
inline constexpr Phrase coal_supply{"standard coal, supply rate (thermal), tce",
                                    "标准煤（等价值，按供电煤耗），吨标准煤"};
inline constexpr Phrase coal_calorific{"standard coal, calorific (heat alone), tce",
                                       "标准煤（当量值，按热值），吨标准煤"};
inline constexpr Phrase carbon{"carbon dioxide, t", "二氧化碳，吨"};
inline constexpr Phrase no_factor{"no factor", "无系数"};
inline constexpr Phrase other_year{"of another year: {} for {}",
                                   "采用其他年份系数：{} 年，用于 {} 年"};
inline constexpr Phrase coal_basis_measured{"measured", "实测"};
inline constexpr Phrase coal_basis_interpolated{"interpolated", "插值"};
inline constexpr Phrase coal_basis_target{"a plan's target, not measured", "规划目标，非实测"};
inline constexpr Phrase coal_basis_nearest{"nearest year of the table", "表中最近年份"};
inline constexpr Phrase coal_basis_definition{"by definition", "按定义"};
inline constexpr Phrase totals_line{
    "Sum: {} kWh; {} tce by supply rate, {} tce by heat alone (two meanings of standard coal, "
    "never added); {}.",
    "合计：{} 千瓦时；按供电煤耗 {} 吨标准煤，按热值 {} 吨标准煤（两种口径，不可相加）；{}。"};
inline constexpr Phrase totals_carbon{"{} t CO2", "二氧化碳 {} 吨"};
inline constexpr Phrase totals_no_carbon{"CO2 not summed: a year lacks its factor",
                                         "二氧化碳未合计：有年份缺少系数"};
inline constexpr Phrase meter{"meter {}", "电表 {}"};
inline constexpr Phrase host{"host {}", "主机 {}"};
// In English the gap's own message.
inline constexpr Phrase gap_no_region{"no region is given: --region NAME",
                                      "未指定地区，因此没有电网排放因子：请用 --region 名称。"};
inline constexpr Phrase gap_none{
    "no factor for {} in {}: --factor-region {}, or --factor KG --factor-source TEXT",
    "{} 在 {} 年没有公布的电网排放因子：可用 --factor-region {} 采用上级电网的因子，或用 --factor "
    "数值 --factor-source 来源 "
    "自行给出。"};
inline constexpr Phrase gap_far{
    "no factor for {} in {}: the nearest is of {}; --year {}, or --factor KG --factor-source TEXT",
    "{} 在 {} 年没有电网排放因子：最近的为 {} 年，相隔过远；可用 --year {} 强行采用，或用 --factor "
    "数值 --factor-source 来源 自行给出。"};
inline constexpr Phrase gap_unknown{"no factor is known for {}: --factor KG --factor-source TEXT",
                                    "没有“{}”的电网排放因子：请用 --factor 数值 --factor-source "
                                    "来源 自行给出，或指定中国的省份、区域电网或全国。"};
inline constexpr Phrase sensitivity{"The same energy by other factors", "同一电量按不同系数"};
inline constexpr Phrase factor{"factor", "系数"};
inline constexpr Phrase kg{"kgCO2/kWh", "kgCO2/千瓦时"};
inline constexpr Phrase kind_average{"average", "平均"};
inline constexpr Phrase kind_residual{"without green power sold through markets",
                                      "不含市场化交易非化石电量"};
inline constexpr Phrase kind_fossil{"fossil power alone", "化石能源电力"};
inline constexpr Phrase kind_popular{"figure of web calculators, not official",
                                     "网络计算器所用数值，非官方"};
inline constexpr Phrase kind_own{"given by you", "由您提供"};
inline constexpr Phrase spread{
    "By the choice of factor alone the result differs {} times. Say which one is meant wherever "
    "the tonnes are quoted.",
    "仅因系数选择不同，结果即相差 {} 倍。引用吨数时务必注明所用系数。"};
inline constexpr Phrase money{"Money and rules", "费用与规则"};
inline constexpr Phrase cost_cny{"At {} CNY/kWh, as given: {} CNY.",
                                 "按给定电价 {} 元/千瓦时：{} 元。"};
inline constexpr Phrase cost_usd{
    "At 0.05 USD/kWh, the price that the Cambridge index assumes everywhere: {} USD. --tariff CNY "
    "takes the real one.",
    "按剑桥指数统一假定的 0.05 美元/千瓦时：{} 美元。可用 --tariff 给出实际电价（元）。"};
inline constexpr Phrase no_surcharge{"No surcharge rule is known here for {}.",
                                     "此处没有 {} 的加价规则。"};
inline constexpr Phrase surcharge{"Surcharge in {}: +{} CNY/kWh from {} on ({}; {}).",
                                  "{}加价：每千瓦时 +{} 元，自 {} 起（{}；{}）。"};
inline constexpr Phrase surcharge_draft{"It is a draft: shown, not due.",
                                        "该规则为征求意见稿：仅供参考，不计收。"};
inline constexpr Phrase surcharge_before{"All of the energy lies before that day: nothing is due.",
                                         "全部电量均在该日之前：不计收。"};
inline constexpr Phrase surcharge_own{"On mining's own energy since then, {} kWh: {} CNY.",
                                      "对该日以来挖矿自身电量 {} 千瓦时：{} 元。"};
inline constexpr Phrase surcharge_account{
    "The rule covers all electricity of the account number, mining's or not: this is its lower "
    "bound. --bill METER:FROM:TO:KWH takes the "
    "reading cycles.",
    "该规则覆盖户号全部电量（不论是否用于挖矿）：以上仅为下限。可用 --bill 电表:起:止:千瓦时 "
    "给出抄表周期。"};
inline constexpr Phrase surcharge_billed{
    "By the reading cycles given: {} kWh of the account in the days of mining (a broken cycle by "
    "its mean a day × days), {} CNY.",
    "按所给抄表周期：挖矿期间户号电量 {} 千瓦时（不足一个周期按日均电量 × 天数），计 {} 元。"};
inline constexpr Phrase double_count{
    "Double count ({}): the energy of a proven project begun after {} counts {} times in the "
    "region's assessment. {} confirmed findings, {} "
    "kWh: {} tce by supply rate count as {} tce.",
    "加倍计算（{}）：{} 之后新增且经认定的项目，其能耗在地区考核中按 {} 倍计算。已确认 {} 项，{} "
    "千瓦时：按供电煤耗 {} 吨标准煤计为 {} "
    "吨标准煤。"};
inline constexpr Phrase peak{"Power that would be free", "可释放的电力"};
inline constexpr Phrase peak_asked{"Mean over the peak from {} to {}:",
                                   "高峰时段 {} 至 {} 的平均值："};
inline constexpr Phrase peak_most{
    "Most ran together at {} (--peak FROM/TO takes the system's own peak):",
    "同时运行最多的时刻为 {}（可用 --peak 起/止 给出系统高峰）："};
inline constexpr Phrase up_to{"up to and with", "累计至"};
inline constexpr Phrase megawatts{"MW", "兆瓦"};
inline constexpr Phrase rates{"Hash rate, by algorithm", "算力，按算法"};
inline constexpr Phrase algorithm{"algorithm", "算法"};
inline constexpr Phrase findings{"findings", "发现数"};
inline constexpr Phrase hash_rate{"hash rate", "算力"};
inline constexpr Phrase rates_note{
    "Hashes of different algorithms are different work: they are never added.",
    "不同算法的哈希是不同的计算，绝不相加。"};
inline constexpr Phrase items{"What is accounted", "核算明细"};
inline constexpr Phrase subject{"subject", "对象"};
inline constexpr Phrase basis{"basis", "依据"};
inline constexpr Phrase since_until{"from – to (UTC)", "起止（UTC）"};
inline constexpr Phrase hours{"hours", "小时"};
inline constexpr Phrase kilowatts{"kW", "千瓦"};
inline constexpr Phrase kwh{"kWh", "千瓦时"};
inline constexpr Phrase how{"how", "说明"};
inline constexpr Phrase not_added{"not added: the same mining as meter {}",
                                  "未计入：与电表 {} 为同一挖矿"};
inline constexpr Phrase at_least{"at least", "至少"};
inline constexpr Phrase beyond{"extrapolated", "外推"};
inline constexpr Phrase items_left{"{} more: --json prints all of them.",
                                   "另有 {} 项：--json 可全部输出。"};
inline constexpr Phrase read{"What was read", "读取情况"};
inline constexpr Phrase read_line{
    "{} lines: {} findings, {} other events, {} not readable as events.",
    "{} 行：发现 {} 条，其他事件 {} 条，无法识别为事件 {} 条。"};
inline constexpr Phrase read_hosts{"{} hosts' verdicts: their flows are accounted, not they again.",
                                   "{} 条主机结论：核算其流，不重复计入主机。"};
inline constexpr Phrase read_without{
    "{} findings tell no power: too few shares, or none seen. They are not in the sums.",
    "{} 条发现没有功率（份额过少或未见）：未计入合计。"};
inline constexpr Phrase read_repeated{"{} findings are told twice and count once.",
                                      "{} 条发现重复出现，只计一次。"};
inline constexpr Phrase read_unusable{
    "{} findings lack times or have figures that cannot be: left out.",
    "{} 条发现缺少时间或数值不合理：未采用。"};
inline constexpr Phrase read_left{"{} findings beyond the bound: left out.",
                                  "{} 条发现超出上限：未采用。"};
inline constexpr Phrase read_less_sure{"{} findings less sure than {} are left out.",
                                       "{} 条发现的可信程度低于“{}”：未计入。"};
inline constexpr Phrase chart_energy{"Energy by verdict and basis, kWh; lines are intervals",
                                     "电量（按结论与依据），千瓦时；横线为区间"};
inline constexpr Phrase chart_factors{"CO2 of the same energy by factor, t",
                                      "同一电量按不同系数的二氧化碳，吨"};

inline constexpr Phrase attribution_title{"Mining's part of a region's growth",
                                          "挖矿在地区增量中的占比"};
inline constexpr Phrase attribution_about{"{} · {}, {}", "{} · {}，{}"};
inline constexpr Phrase electricity{"electricity", "用电"};
inline constexpr Phrase coal{"coal", "用煤"};
inline constexpr Phrase quantity{"quantity", "项目"};
inline constexpr Phrase lower{"lower", "下限"};
inline constexpr Phrase best{"best", "最佳"};
inline constexpr Phrase upper{"upper", "上限"};
inline constexpr Phrase rests_on{"rests on", "依据"};
inline constexpr Phrase before{"region, before", "地区，基期"};
inline constexpr Phrase after{"region, after", "地区，报告期"};
inline constexpr Phrase growth{"growth", "增量"};
inline constexpr Phrase as_given{"as given", "由您提供"};
inline constexpr Phrase after_less_before{"after − before, bound against bound",
                                          "报告期 − 基期，上下限对减"};
inline constexpr Phrase mining_measured{"mining, measured", "挖矿，实测"};
inline constexpr Phrase mining_estimated{"mining, estimated", "挖矿，估算"};
inline constexpr Phrase mining_both{"mining, measured + estimated", "挖矿，实测 + 估算"};
inline constexpr Phrase other_causes{"other causes", "其他因素"};
inline constexpr Phrase parts{"What is compared", "对比项目"};
inline constexpr Phrase share{"Share of the growth", "占增量的比例"};
inline constexpr Phrase share_measured{"of it measured", "其中实测"};
inline constexpr Phrase share_estimated{"of it estimated", "其中估算"};
inline constexpr Phrase share_both{"both", "合计"};
inline constexpr Phrase share_note{
    "Lower: least mining over most growth. Upper: most mining over least growth. The share is "
    "arithmetic, not cause: what would have grown "
    "without mining is not known from these figures.",
    "下限：最少挖矿除以最大增量；上限：最多挖矿除以最小增量。该比例是算术结果，而非因果：仅凭这些数"
    "据无法得知没有挖矿时的增长。"};
inline constexpr Phrase earlier{
    "{} measured findings began before the growth's first period ended and are no part of it.",
    "{} 项实测发现始于基期结束之前，不属于增量。"};
inline constexpr Phrase not_identifiable{"Not identifiable: {}", "无法识别：{}"};
inline constexpr Phrase reason_nothing{
    "nothing is known of mining. Give findings with measured electricity, or --estimated.",
    "没有任何挖矿数据。请提供带实测用电的发现，或 --estimated。"};
inline constexpr Phrase reason_growth{
    "the growth may be zero or less ({} to {} {}). Narrow the region's figures, or compare other "
    "periods.",
    "增量可能为零或为负（{} 至 {} {}）。请缩小地区数据的区间，或更换对比时期。"};
inline constexpr Phrase reason_exceeds{
    "mining ({} to {} {}) may be more than the whole growth ({} to {}): then other uses fell, and "
    "a share of the growth means nothing. "
    "Narrow either interval, or compare with the region's total.",
    "挖矿（{} 至 {} {}）可能超过全部增量（{} 至 "
    "{}）：此时其他用途在下降，占增量的比例没有意义。请缩小区间，或与地区总量比较。"};
inline constexpr Phrase reason_others{
    "mining and the other causes together are more than the growth even at their least ({} against "
    "{} {}): the figures contradict each other.",
    "挖矿与其他因素即使取下限之和也超过增量（{} 对 {} {}）：数据相互矛盾。"};
inline constexpr Phrase reason_empty{"the interval says nothing: mining may be all or none of it.",
                                     "区间没有信息量：挖矿可能占全部，也可能为零。"};

}  // namespace davy::report::account_phrases
