// What Davy itself writes into the logs of cases and the audit, in English and in Chinese; as reason_forms.json has those of reasons.
export const own_forms = [
  ['opened by a verdict', '依据研判结论立案'],
  ['relapse: seen again at {}, after case {} was closed', '复发：{} 再次出现，此前案件 {} 已结案'],
  ['outside exemption {}: before its first day, {}', '超出豁免 {}：早于起始日 {}'],
  ['outside exemption {}: after its last day, {}', '超出豁免 {}：晚于截止日 {}'],
  ['outside exemption {}: {} is not one of its coins', '超出豁免 {}：{} 不在其币种之列'],
  ['outside exemption {}: {} kW are more than its {} kW', '超出豁免 {}：{} kW 超过其上限 {} kW'],
  ['mining was read in {} flows, from {} to {}: {}; see the finding', '在 {} 条流中读到挖矿会话，{} 至 {}：{}；见该发现'],
  ['mining was read in a flow, from {} to {}: {}; see the finding', '在一条流中读到挖矿会话，{} 至 {}：{}；见该发现'],
  ['first start', '首次启动'],
  ['{} rows, {} refused', '{} 行，拒收 {} 行'],
] as const;
