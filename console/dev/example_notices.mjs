// The example's lists from an authority, their items and what of ours fits each; and its zero reports.
export function makeNotices({ at, day, hour, subjects }) {
  const date = (ms_ago) => at(ms_ago).slice(0, 10);
  const fit = (subject_id, why) => {
    const s = subjects.find((one) => one.subject_id === subject_id);
    return { subject_id, name: s.name, level: s.level, why, unit: s.unit, case_id: s.case_id };
  };
  let item_id = 100;
  const item = (line, indicator, more) => ({
    item_id: ++item_id, line, indicator, source_address: null, source_port: null, destination_address: null, destination_port: null, domain: null, coin: null,
    first_seen: null, last_seen: null, times: null, lists: 1, candidates: [], status: 'open', case_id: null, answer: '', answered_by: null, ...more,
  });
  const november = [
    item(4, 'address', { source_address: '10.20.4.17', source_port: 50122, destination_address: '203.0.113.9', destination_port: 3333, coin: 'XMR',
      first_seen: at(9 * day), last_seen: at(2 * day), times: 214, candidates: [fit(1, 'same_address')], status: 'case', case_id: 31, answer: 'The case was open already.', answered_by: 'analyst' }),
    item(5, 'address', { source_address: '198.51.100.20', source_port: 41022, destination_address: '203.0.113.9', destination_port: 3333, coin: 'XMR',
      first_seen: at(4 * day), last_seen: at(3 * day), times: 58, lists: 2, candidates: [fit(5, 'same_service'), fit(1, 'same_service'), fit(4, 'same_service_other_time')] }),
    item(6, 'domain', { source_address: '198.51.100.20', domain: 'pool.example.net', coin: 'BTC', first_seen: at(3 * day), last_seen: at(3 * day), times: 7, candidates: [fit(2, 'same_name')] }),
    item(7, 'look_up', { source_address: '198.51.100.20', domain: 'xmr.example.org', first_seen: at(6 * day), last_seen: at(5 * day), times: 3 }),
    item(8, 'address', { source_address: '2001:db8:40:1::5a', destination_address: '2001:db8:99::7', destination_port: 9999, coin: 'ETC', last_seen: at(7 * day), times: 31,
      lists: 3, candidates: [fit(3, 'same_address')], status: 'case', case_id: 27, answer: 'Open since the first list.', answered_by: 'wang.lei' }),
    item(9, 'unknown', { domain: 'mine-monitor.example', times: 1, status: 'misreport', answer: 'It is the monitoring page of the mining engineering course; nothing there speaks a mining protocol.', answered_by: 'analyst' }),
    item(12, 'address', { source_address: '198.51.100.21', source_port: 55810, destination_address: '192.0.2.80', destination_port: 443, first_seen: at(30 * day), last_seen: at(30 * day), times: 2,
      status: 'cannot_locate', answer: 'The log of network address translation of that day is missing: it was kept for 14 days only.', answered_by: 'wang.lei' }),
  ];
  const priority = [
    item(2, 'address', { source_address: '198.51.100.22', source_port: 60011, destination_address: '203.0.113.70', destination_port: 14444, coin: 'XMR', first_seen: at(12 * day), last_seen: at(8 * day), times: 902,
      candidates: [fit(4, 'same_service')] }),
    item(3, 'address', { source_address: '198.51.100.22', destination_address: '203.0.113.71', destination_port: 14444, coin: 'XMR', last_seen: at(8 * day), times: 77 }),
  ];
  const october = Array.from({ length: 41 }, (_, i) =>
    item(i + 2, 'look_up', { source_address: '198.51.100.2' + (i % 5), domain: `node${i}.example.com`, times: 1 + (i % 6), first_seen: at(40 * day), last_seen: at(38 * day),
      status: i % 7 ? 'dealt_with' : 'misreport', answer: i % 7 ? 'The machine was found and cleaned.' : 'A wallet, no miner.', answered_by: i % 2 ? 'analyst' : 'wang.lei' }));
  const notice = (notice_id, name, issuer, kind, taken, due, items) => ({ notice_id, name, issuer, class: kind, taken_at: at(taken), due_on: date(due), items });
  return [
    notice(3, 'Priority list 7', 'Provincial communications administration', 'priority', 9 * day, 2 * day, priority),
    notice(4, 'Monthly list, November', 'Provincial communications administration', 'full', 2 * day + 3 * hour, -3 * day, november),
    notice(2, 'Monthly list, October', 'Provincial communications administration', 'full', 34 * day, 27 * day, october),
  ];
}

// The list as the contract shows it: counted now.
export function shown(list) {
  const { items, ...rest } = list;
  const answered = items.filter((i) => i.status !== 'open').length;
  return { ...rest, overdue: answered < items.length && Date.parse(`${rest.due_on}T23:59:59Z`) < Date.now(), items: items.length, answered };
}

export const imported_columns = [
  { heading: '序号', field: null },
  { heading: '源IP', field: 'source_address' },
  { heading: '源端口', field: 'source_port' },
  { heading: '目的IP', field: 'destination_address' },
  { heading: '目的端口', field: 'destination_port' },
  { heading: '矿池域名', field: 'domain' },
  { heading: '币种', field: 'coin' },
  { heading: '首次发现时间', field: 'first_seen' },
  { heading: '最近发现时间', field: 'last_seen' },
  { heading: '联系人', field: null },
];

export function feedback(list) {
  const quoted = (value) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`);
  const columns = ['line', 'source_address', 'source_port', 'destination_address', 'destination_port', 'domain', 'status', 'answer', 'answered_by'];
  return [columns.join(','), ...list.items.map((i) => columns.map((c) => quoted(i[c])).join(','))].join('\r\n') + '\r\n';
}

// Counted from the example's own coverage and findings of the period.
export function zeroReport({ coverage, subjects, cases, sensors }, from, to, unit, by, now) {
  const hours = Math.round((to - from) / 3_600_000);
  const { cells } = coverage(from, to);
  const iso = (time) => new Date(time).toISOString();
  const sum = (own, key) => own.reduce((total, cell) => total + cell[key], 0);
  const rows = sensors.map((name, i) => {
    const own = cells.filter((c) => c.sensor === name);
    const alive_s = sum(own, 'alive_seconds');
    const heard = new Set(own.map((c) => Date.parse(c.hour)));
    const gaps = [];
    for (let t = from; t < to; t += 3_600_000) {
      if (heard.has(t)) continue;
      const last = gaps.at(-1);
      if (last?.to === t) last.to += 3_600_000;
      else gaps.push({ from: t, to: t + 3_600_000 });
    }
    return {
      name, kind: ['capture', 'capture', 'exporter', 'host', 'meter'][i], alive_s, asked_s: hours * 3600,
      packets: sum(own, 'packets'), octets: sum(own, 'octets'), flows: sum(own, 'flows'), malformed: sum(own, 'malformed'),
      dropped_kernel: sum(own, 'dropped'), dropped_davy: 0, exporter_gaps: i === 2 ? 3 : 0, clock_offset_s: i === 1 ? 0.4 : null,
      blind: i === 2 ? ['no_payload', 'no_messages', 'no_names'] : [], packs: ['facts 2026-11-20'], gaps: gaps.map((g) => ({ from: iso(g.from), to: iso(g.to), missing_s: (g.to - g.from) / 1000 })), gaps_left_out: 0,
    };
  });
  const alive_s = rows.reduce((total, r) => total + r.alive_s, 0);
  const asked_s = rows.length * hours * 3600;
  const findings = subjects
    .filter((s) => /confirmed|probable|suspected/.test(s.level) && s.exemption_id === null && Date.parse(s.last_seen) >= from && Date.parse(s.first_seen) < to && (!unit || s.unit === unit))
    .map((s) => {
      const one = cases.find((c) => c.case_id === s.case_id);
      return { subject_id: s.subject_id, kind: s.kind, name: s.name, unit: s.unit || null, level: s.level, probability: s.probability, first_seen: s.first_seen, last_seen: s.last_seen,
        case_id: s.case_id, phase: one?.phase ?? null, cause: one?.cause ?? null, closed: /closed|relapse_watch/.test(one?.phase ?? ''), set_aside: false };
    });
  const covered = asked_s > 0 ? alive_s / asked_s : 0;
  return {
    zero_report: {
      from: iso(from), to: iso(to), unit: unit || null, made_at: iso(now), made_by: by, davy: '0.9.0',
      statement: alive_s === 0 ? 'nobody_looked' : findings.length > 0 ? 'found' : 'nothing_found_in_what_was_covered',
      covered_share: Math.min(1, covered), alive_s, asked_s, sensors: rows, findings, findings_left_out: 0,
      audit_head: { id: 240, hash: '6f1c'.repeat(16) },
    },
    signature: { algorithm: 'ed25519', fingerprint: '9a2b'.repeat(16), public_key: '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAexampleexampleexampleexampleexampleexample=\n-----END PUBLIC KEY-----\n', value: '0c'.repeat(64) },
  };
}
