// Sentences of the zero report.
#pragma once

#include "workbench/report/phrase.hpp"

namespace davy::report::zero_phrases {

inline constexpr Phrase title_zero{"Zero report", "零报告"};
inline constexpr Phrase title_found{"No zero report: something was found", "非零报告：有发现"};
inline constexpr Phrase title_nobody{"No zero report: nobody looked", "无法出具零报告：期间无监测"};
inline constexpr Phrase about{"{} to {} (UTC) · {} · davy {}", "{} 至 {}（UTC）· {} · davy {}"};
inline constexpr Phrase all_units{"all units", "全部单位"};

inline constexpr Phrase statement{"What can be said", "结论"};
inline constexpr Phrase nothing_found{
    "Nothing was found in what was covered: {} % of the sensor hours asked for.",
    "在已覆盖的范围内（占所要求传感器小时数的 {} %）未发现挖矿。"};
inline constexpr Phrase nothing_said{"What was not covered is listed below; nothing is said of it.",
                                     "未覆盖的部分列于下文，对其不作任何结论。"};
inline constexpr Phrase nobody_looked{
    "Nobody looked: no sensor was alive in this period. Whether there was mining cannot be said.",
    "期间无任何传感器在运行，无人监测。是否存在挖矿，无从判断。"};
inline constexpr Phrase no_sensors{"The store knows no sensor.", "库中没有任何传感器。"};
inline constexpr Phrase found{
    "{} findings stand in this period, so this is no zero report. {} % of the sensor hours were "
    "covered.",
    "期间有 {} 项发现，因此不是零报告。已覆盖所要求传感器小时数的 {} %。"};
inline constexpr Phrase aside{"{} more were set aside by two people and do not count.",
                              "另有 {} 项经两人确认搁置，不计入。"};

inline constexpr Phrase covered{"What was covered", "已覆盖"};
inline constexpr Phrase sensor{"sensor", "传感器"};
inline constexpr Phrase kind{"kind", "类型"};
inline constexpr Phrase hours_alive{"hours alive", "运行小时"};
inline constexpr Phrase hours_asked{"hours asked", "要求小时"};
inline constexpr Phrase share{"%", "%"};
inline constexpr Phrase packets{"packets", "数据包"};
inline constexpr Phrase dropped{"dropped", "丢弃"};
inline constexpr Phrase malformed{"malformed", "畸形"};
inline constexpr Phrase exporter_gaps{"exporter gaps", "导出缺口"};
inline constexpr Phrase clock{"clock off by, s", "时钟偏差，秒"};
inline constexpr Phrase packs{"facts used", "所用规则版本"};

inline constexpr Phrase not_covered{"What was not covered", "未覆盖"};
inline constexpr Phrase all_covered{"Every hour of every sensor was covered.",
                                    "每个传感器的每个小时均已覆盖。"};
inline constexpr Phrase never_alive{"Never alive: {}.", "从未运行：{}。"};
inline constexpr Phrase from{"from", "自"};
inline constexpr Phrase to{"to", "至"};
inline constexpr Phrase hours_missing{"hours missing", "缺失小时"};
inline constexpr Phrase more_gaps{"{}: {} more gaps are left out here.",
                                  "{}：另有 {} 处缺口未列出。"};
inline constexpr Phrase blind{"{}: not looked for, at times: {}.", "{}：有时未能检查：{}。"};
inline constexpr Phrase encrypted{
    "A sensor that was alive reads what is not encrypted; of encrypted conversations it sees "
    "shape, "
    "names and timing only.",
    "运行中的传感器只能读取未加密的内容；对加密会话只能看到形态、名称与时间。"};

inline constexpr Phrase findings{"What was found", "发现"};
inline constexpr Phrase none{"Nothing, in what was covered.", "在已覆盖的范围内无发现。"};
inline constexpr Phrase none_nobody{"Nothing can be said.", "无从判断。"};
inline constexpr Phrase subject{"subject", "对象"};
inline constexpr Phrase unit{"unit", "单位"};
inline constexpr Phrase level{"verdict", "结论"};
inline constexpr Phrase first{"first seen", "首次出现"};
inline constexpr Phrase last{"last seen", "最后出现"};
inline constexpr Phrase case_number{"case", "案件"};
inline constexpr Phrase state{"state", "状态"};
inline constexpr Phrase cause{"cause", "原因"};
inline constexpr Phrase no_case{"no case", "未立案"};
inline constexpr Phrase set_aside{"set aside by two people", "经两人确认搁置"};
inline constexpr Phrase more_findings{"{} more are left out here.", "另有 {} 项未列出。"};

inline constexpr Phrase clue_analysis{"clue analysis", "线索分析"};
inline constexpr Phrase on_site_check{"on-site check", "现场检查"};
inline constexpr Phrase correlation{"correlation", "关联分析"};
inline constexpr Phrase rectification{"rectification", "整改"};
inline constexpr Phrase re_check{"re-check", "复查"};
inline constexpr Phrase closed{"closed", "已结案"};
inline constexpr Phrase relapse_watch{"closed, watched for a relapse", "已结案，复发监测"};

inline constexpr Phrase undetermined{"undetermined", "未认定"};
inline constexpr Phrase hijacked{"hijacked", "被入侵"};
inline constexpr Phrase deliberate{"deliberate", "故意"};
inline constexpr Phrase misreport{"misreport", "误报"};
inline constexpr Phrase research{"research", "科研"};
inline constexpr Phrase shared_exit{"shared exit", "共享出口"};

inline constexpr Phrase proof{"How to check it", "如何核验"};
inline constexpr Phrase signed_form{
    "This page is for reading. What is signed is the report's JSON form: davy verify FILE.json "
    "--fingerprint {}",
    "本页供阅读。经签名的是报告的 JSON 形式：davy verify FILE.json --fingerprint {}"};
inline constexpr Phrase head{"Head of the audit log when it was made: entry {}, {}",
                             "出具时审计日志的末条：第 {} 条，{}"};

}  // namespace davy::report::zero_phrases
