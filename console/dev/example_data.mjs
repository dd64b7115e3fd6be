// Example data of a campus, in the shapes of schema/openapi.yaml. Made from one time, so that it is the same for the same hour.
import { electricity, flows } from './example_events.mjs';
import { makeNotices } from './example_notices.mjs';
import { makeRegister, withoutSteps } from './example_register.mjs';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function makeExample(now = Math.floor(Date.now() / hour) * hour) {
  const at = (ms_ago) => new Date(now - ms_ago).toISOString();
  let seed = 20260302;
  const random = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648);

  const subject = (subject_id, kind, name, level, probability, coin, dialect, first, last, signals, case_id = null) => ({
    subject_id, kind, name, level, probability, coin, dialect,
    first_seen: at(first), last_seen: at(last), signals, case_id, unit: '', exemption_id: null,
  });
  // Whose zone each lies in; one research host lies inside an exemption, its neighbour mines another coin and so lies outside.
  const units = {
    1: 'Computing Centre', 2: 'University Library', 3: 'Computing Centre', 4: 'Department of Physics', 5: 'Student housing', 6: 'University Library', 7: 'Student housing',
    8: 'Computing Centre', 9: 'School of Arts', 10: 'Computing Centre', 11: 'Computing Centre', 12: 'Computing Centre', 14: 'Department of Physics', 15: 'School of Computing', 16: 'School of Computing',
  };
  const subjects = [
    subject(1, 'host', '10.20.4.17', 'confirmed', 0.999999, 'XMR', 'cryptonote', 9 * day, 12 * minute, 214, 31),
    subject(2, 'host', '10.31.0.88', 'confirmed', 0.999999, 'BTC', 'stratum-v1', 3 * day, 41 * minute, 96),
    subject(3, 'host', '2001:db8:40:1::5a', 'confirmed', 0.999998, 'ETC', 'ethereumstratum-1', 16 * day, 2 * hour, 388, 27),
    subject(4, 'host', '10.20.9.201', 'probable', 0.97, null, 'stratum-v2-noise', 2 * day, 25 * minute, 31, 33),
    subject(5, 'host', '10.44.12.9', 'probable', 0.93, 'XMR', null, 5 * day, 4 * hour, 18, 29),
    subject(6, 'meter', 'M-LIB-03', 'probable', 0.91, null, null, 84 * day, 9 * hour, 12, 30),
    subject(7, 'meter', 'M-DORM7-2F', 'suspected', 0.74, null, null, 21 * day, 10 * hour, 5),
    subject(8, 'host', '10.52.3.140', 'suspected', 0.62, 'RVN', 'stratum-v1', 30 * hour, 30 * hour, 2),
    subject(9, 'system', 'Render farm B', 'suspected', 0.58, null, null, 60 * day, 11 * hour, 7, 25),
    subject(10, 'host', '10.20.4.2', 'cleared', 0.0003, 'BTC', null, 120 * day, 6 * minute, 1204),
    subject(11, 'meter', 'M-HPC-01', 'cleared', 0.01, null, null, 300 * day, 8 * hour, 40),
    subject(12, 'host', '10.60.1.77', 'cleared', 0.002, null, null, 14 * day, 3 * hour, 9, 22),
    subject(13, 'host', '192.0.2.45', 'unknown', 0.5, null, null, 6 * hour, 6 * hour, 0),
    subject(14, 'system', 'Physics cluster', 'unknown', 0.5, null, null, 40 * day, 20 * day, 0),
    subject(15, 'host', '10.24.9.5', 'confirmed', 0.999999, 'BTC', 'stratum-v1', 50 * day, 50 * minute, 77),
    subject(16, 'host', '10.24.9.7', 'confirmed', 0.999997, 'XMR', 'cryptonote', 28 * hour, 70 * minute, 14),
  ];
  for (const s of subjects) Object.assign(s, { unit: units[s.subject_id] ?? '', exemption_id: s.subject_id === 15 ? 1 : null });
  const by_id = (id) => subjects.find((s) => s.subject_id === id);

  const reasons = {
    1: [
      ['mining_conversation', 12, 'miner: submit: job_id, nonce, result'],
      ['mining_conversation', 12, 'pool: job: blob, job_id, target'],
      ['mining_conversation', 11, "miner: login with a coin's address"],
      ['chain_clock', 6.2, 'at 14 of 15 XMR blocks (new, by their miners\' times) the server spoke unasked, 0.4 to 2.1 s after it: by chance once in 10^11 (96 comparisons)'],
    ],
    2: [
      ['mining_conversation', 12, 'pool: mining.notify: previous hash, coinbase halves, merkle branch, version, bits, time'],
      ['contact', 3, 'is in touch with pool.example.net, a mining pool for BTC (listed by data/indicators.tsv, 2026-01-14)'],
    ],
    3: [['mining_conversation', 12, 'miner: eth_submitWork: nonce, header, mix']],
    4: [
      ['mining_conversation', 14, 'miner: Stratum V2 Noise NX handshake: 64 random octets, answered by 234, then records of the sizes of SetupConnection and its Success; all four fit'],
      ['rhythm', 4.1, 'shaped like a miner and its pool: in 42 min, 61 messages of 58 to 87 octets that the client had not asked for, 103 of the client of 62 octets, 101 of them answered with 58 octets'],
    ],
    5: [
      ['synchrony', 5.3, '38 of 41 messages that nobody had asked for came within 0.2 s of such a one between 10.20.4.17 and 203.0.113.9, where mining was read: by chance once in 10^9 (212 pairs compared)'],
      ['tls_ends', 1.2, "its TLS hello names no server and no protocol, as miners' programs do not"],
    ],
    6: [
      ['hidden_load', 4.6, 'an unexplained load of 12 kW (10 to 15) came and stayed, day and night alike; neither calendar nor 9 other accounts explain it; such an alarm comes by accident 0.2 times a year'],
      ['filed_systems', 1.1, 'the register has no filed system for this meter'],
    ],
    7: [['hidden_load', 2.4, 'an unexplained load of 3.1 kW (2.2 to 4.4) came and stayed, at night only; neither calendar nor 22 other accounts explain it; such an alarm comes by accident 0.6 times a year']],
    8: [['mining_conversation', 3, 'an attempt: the miner spoke, nobody answered in kind']],
    9: [['filed_systems', 2.2, 'draws 61 kW; its system Render farm B is filed with 40 kW']],
    10: [['mining_conversation', -8, 'Bitcoin-type node RPC']],
    11: [['filed_systems', -6, 'even by day and night, as the filed system HPC hall (operating) is']],
    15: [['mining_conversation', 12, 'pool: mining.notify: previous hash, coinbase halves, merkle branch, version, bits, time']],
    16: [['mining_conversation', 12, 'miner: submit: job_id, nonce, result']],
    12: [['own_probe', -9, 'davy probe logged this connection as its own']],
  };
  const reasonsOf = (id) => (reasons[id] ?? []).map(([detector, strength_nats, evidence]) => ({ detector, strength_nats, evidence }));

  function eventOf(s) {
    if (s.level === 'cleared' && s.kind === 'host') return { ...flows(at, s)[0] };
    const event = {
      event: s.subject_id === 11 ? 'related_subject' : 'mining_subject',
      subject: { kind: s.kind, id: s.name },
      ...(s.subject_id === 11 && { class: 'filed_system' }),
      verdict: s.level, ...(s.subject_id !== 11 && { probability: s.probability }), reasons: reasonsOf(s.subject_id),
    };
    if (s.kind === 'meter') event.electricity = electricity(at, s);
    if (s.kind === 'system') event.meters = s.subject_id === 9 ? ['M-ART-02', 'M-ART-03'] : [];
    if (event.event === 'mining_subject') event.flows = [];
    return event;
  }

  function loadPicture(s) {
    const days = { 6: 210, 7: 120 }[s.subject_id];
    if (!days) return undefined;
    const onset = days - (s.subject_id === 6 ? 84 : 21);
    const added = s.subject_id === 6 ? 12 : 3.1;
    const expected = Array.from({ length: days }, (_, i) => (s.subject_id === 6 ? 34 : 11) + 4 * Math.sin(i / 29) - (i % 7 > 4 ? 6 : 0));
    const drawn = expected.map((e, i) => (i > 60 && i < 64 ? null : +(e + (i >= onset ? added : 0) + (random() - 0.5) * 2.4).toFixed(2)));
    return { first_day: at(days * day).slice(0, 10), drawn_kw: drawn, expected_kw: expected.map((e) => +e.toFixed(2)) };
  }

  const order = ['unknown', 'suspected', 'probable', 'confirmed'];
  function detail(s) {
    const upTo = order.indexOf(s.level);
    const span = Date.parse(s.last_seen) - Date.parse(s.first_seen);
    const history = s.level === 'unknown' ? [] : s.level === 'cleared'
      ? [{ at: s.first_seen, level: 'suspected', probability: 0.4 }, { at: at(day), level: 'cleared', probability: s.probability }]
      : order.slice(1, upTo + 1).map((level, i) => ({
          at: new Date(Date.parse(s.first_seen) + (span * i) / 12).toISOString(),
          level, probability: i === upTo - 1 ? s.probability : 0.55 + 0.2 * i,
        }));
    const picture = loadPicture(s);
    return {
      ...s,
      event: eventOf(s),
      signals_list: reasonsOf(s.subject_id).map((r, i) => ({
        ...r, sensor: s.kind === 'host' ? 'border-1' : 'meters', times: 1 + Math.floor(random() * 60),
        observed_at: new Date(Date.parse(s.last_seen) - i * 7 * minute).toISOString(),
        window_first: s.first_seen, window_last: s.last_seen,
      })),
      flows: s.kind === 'host' && s.level !== 'unknown' ? flows(at, s) : [],
      flows_left_out: s.subject_id === 3 ? 124 : 0,
      history,
      ...(picture && { load_picture: picture }),
    };
  }

  const logEntry = (ms_ago, by, action, text) => ({ at: at(ms_ago), by, action, text });
  const item = (ms_ago, by, text) => ({ at: at(ms_ago), by, text });
  const none = { device: [], software: [], pool_access: [] };
  const cases = [
    {
      case_id: 27, subject: by_id(3), phase: 'rectification', next_step: 'wait_for_rectification_and_check_again', cause: 'hijacked', owner: 'wang.lei',
      opened_at: at(15 * day), opened_by: 'davy', due_at: at(3 * day), overdue: true, waits_for_second_person: null,
      evidence: {
        device: [item(12 * day, 'wang.lei', 'Rack server in room C-214, 2 × RTX 3090, asset 4471.')],
        software: [item(12 * day, 'wang.lei', 'A miner started by cron as user “www”; the web server was broken into.')],
        pool_access: [item(15 * day, 'davy', 'Conversation read by border-1: 388 signals, first and last times stand in the finding.')],
      },
      log: [
        logEntry(15 * day, 'davy', 'open', 'Confirmed finding without a case.'),
        logEntry(14 * day, 'wang.lei', 'take', ''),
        logEntry(12 * day, 'wang.lei', 'add_evidence', 'Device and software, seen on site.'),
        logEntry(11 * day, 'wang.lei', 'set_cause', 'hijacked: the web server was open to a known hole.'),
        logEntry(10 * day, 'wang.lei', 'next_phase', 'rectification'),
      ],
    },
    {
      case_id: 31, subject: by_id(1), phase: 'on_site_check', next_step: 'find_the_device', cause: 'undetermined', owner: 'analyst',
      opened_at: at(6 * day), opened_by: 'li.na', due_at: at(-4 * day), overdue: false, waits_for_second_person: null,
      evidence: { ...none, pool_access: [item(6 * day, 'davy', 'Conversation read by border-1: login, jobs, 23 shares, 22 accepted.')] },
      log: [
        logEntry(6 * day, 'li.na', 'open', 'Mining conversation with accepted shares.'),
        logEntry(5 * day, 'analyst', 'take', ''),
        logEntry(2 * day, 'analyst', 'note', 'DHCP and 802.1X records lead to room B-1103.'),
        logEntry(2 * day - 60_000, 'analyst', 'next_phase', 'on_site_check'),
      ],
    },
    {
      case_id: 29, subject: by_id(5), phase: 're_check', next_step: 'approve_or_refuse', cause: 'deliberate', owner: 'li.na',
      opened_at: at(20 * day), opened_by: 'li.na', due_at: at(-2 * day), overdue: false,
      waits_for_second_person: { action: 'close', by: 'li.na', reason: 'Machine was reinstalled and watched for a week; no signal since. The student was spoken to.', at: at(26 * hour) },
      evidence: {
        device: [item(17 * day, 'li.na', 'Workstation in laboratory D-007.')],
        software: [item(17 * day, 'li.na', 'A miner in a user’s home folder; hash kept.')],
        pool_access: [item(19 * day, 'davy', 'Encrypted; its clock is that of 10.20.4.17, where mining was read.')],
      },
      log: [
        logEntry(20 * day, 'li.na', 'open', 'Common clock with a confirmed miner.'),
        logEntry(17 * day, 'li.na', 'add_evidence', 'On-site check done.'),
        logEntry(16 * day, 'li.na', 'set_cause', 'deliberate: said so.'),
        logEntry(26 * hour, 'li.na', 'close', 'Machine was reinstalled and watched for a week; no signal since.'),
      ],
    },
    {
      case_id: 30, subject: by_id(6), phase: 'correlation', next_step: 'determine_the_cause', cause: 'undetermined', owner: 'analyst',
      opened_at: at(12 * day), opened_by: 'analyst', due_at: at(-9 * day), overdue: false, waits_for_second_person: null,
      evidence: { ...none, device: [item(4 * day, 'analyst', 'Basement of the library: a locked room, fans to be heard, 14 °C warmer than the corridor.')] },
      log: [logEntry(12 * day, 'analyst', 'open', 'Load of 12 kW since March, in no register.'), logEntry(4 * day, 'analyst', 'add_evidence', 'Visit with facility management.')],
    },
    {
      case_id: 33, subject: by_id(4), phase: 'clue_analysis', next_step: 'take_the_case', cause: 'undetermined', owner: null,
      opened_at: at(30 * hour), opened_by: 'davy', due_at: at(-6 * day), overdue: false, waits_for_second_person: null,
      evidence: none, log: [logEntry(30 * hour, 'davy', 'open', 'Probable finding, encrypted.')],
    },
    {
      case_id: 25, subject: by_id(9), phase: 'relapse_watch', next_step: 'watch_for_a_relapse', cause: 'research', owner: 'wang.lei',
      opened_at: at(50 * day), opened_by: 'wang.lei', due_at: at(-30 * day), overdue: false, waits_for_second_person: null,
      evidence: none, log: [logEntry(50 * day, 'wang.lei', 'open', 'Draws more than filed.'), logEntry(10 * day, 'wang.lei', 'close', 'The filing is to be changed.'), logEntry(9 * day, 'li.na', 'approve', 'close: agreed.')],
    },
    {
      case_id: 22, subject: by_id(12), phase: 'closed', next_step: 'nothing', cause: 'misreport', owner: 'analyst',
      opened_at: at(14 * day), opened_by: 'analyst', due_at: at(2 * day), overdue: false, waits_for_second_person: null,
      evidence: none,
      log: [
        logEntry(14 * day, 'analyst', 'open', 'Odd conversation with a pool.'),
        logEntry(12 * day, 'analyst', 'suppress', 'It was our own probe.'),
        logEntry(11 * day, 'approver', 'approve', 'suppress: so it was.'),
      ],
    },
  ];
  // Of the first, all that a case may hold; of the others, the beginnings.
  for (const one of cases) {
    Object.assign(one, { explanations: [], measure: null, measures: ['notify'], identity: { recorded: false, opened_at: null, text: null } });
  }
  Object.assign(cases[0], {
    measure: 'isolate', measures: ['lock', 'refer', 'verify'], identity: { recorded: true, opened_at: null, text: null },
    explanations: [
      { explanation: 'shared_exit', excluded: true, at: at(13 * day), by: 'wang.lei', text: 'The address is the server’s own; nothing is translated there.' },
      { explanation: 'research', excluded: true, at: at(13 * day), by: 'wang.lei', text: 'No exemption, and the group works on something else.' },
    ],
  });
  const sensors = ['border-1', 'border-2', 'dorm-exporter', 'hpc-hosts', 'meters'];
  function coverage(from, to) {
    const cells = [];
    for (let t = Math.max(from, now - 45 * day); t < Math.min(to, now + hour); t += hour) {
      const ago = (now - t) / hour;
      for (const [i, sensor] of sensors.entries()) {
        if (i === 2 && ago < 7) continue; // silent now
        if (i === 1 && ago > 74 && ago < 92) continue; // a night and more without power
        const busy = 0.4 + 0.6 * Math.sin((((t / hour) % 24) / 24) * Math.PI) ** 2;
        const packets = Math.round([9e6, 7e6, 2e6, 4e4, 3600][i] * busy);
        const part = i === 1 && (ago === 74 || ago === 92);
        const lossy = i === 0 && [30, 31, 32, 55].includes(ago);
        cells.push({
          sensor, hour: new Date(t).toISOString(), alive_seconds: part ? 1310 : ago <= 0 ? 600 : 3600, packets,
          octets: packets * 730, flows: Math.round(packets / 40), malformed: Math.round(packets / 2e6), dropped: lossy ? Math.round(packets / 50) : 0,
        });
      }
    }
    return { sensors, cells };
  }

  const register = makeRegister({ at, day });
  const systems = register.systems;

  const interval = (lower, best, upper) => ({ lower, best, upper });
  const account = (region, year) => ({
    region, year, as_of: at(0),
    energy_kwh: interval(26_400, 31_900, 41_300),
    coal_tce: interval(7.92, 9.57, 12.4),
    carbon_tco2: interval(14, 16.9, 21.9),
    factors: [
      { name: `coal_supply_${year}`, value: '300 gce/kWh', source: 'NDRC target, 2021-11-03' },
      { name: `grid_${region}_2023`, value: '0.5306 kg CO2/kWh', source: 'MEE and NBS factors of 2023, by Guangming Daily and China Electric Power News, 2026-01' },
    ],
    items_left_out: 0,
    items: [
      { subject_id: 6, name: 'M-LIB-03', energy_kwh: interval(20_160, 24_190, 30_240), part: 'measured' },
      { subject_id: 3, name: '2001:db8:40:1::5a', energy_kwh: interval(3_100, 4_150, 6_020), part: 'estimated' },
      { subject_id: 7, name: 'M-DORM7-2F', energy_kwh: interval(1_110, 1_560, 2_220), part: 'measured' },
      { subject_id: 1, name: '10.20.4.17', energy_kwh: interval(1.6, 5.8, 43.7), part: 'estimated' },
    ],
  });

  const audit = Array.from({ length: 240 }, (_, i) => {
    const what = [
      ['analyst', 'case.note', 'case 31', 'Room B-1103: appointment for Thursday.'],
      ['li.na', 'case.close', 'case 29', ''],
      ['approver', 'case.approve', 'case 22', 'close'],
      ['administrator', 'register.imported', 'register', '12 rows, 1 refused'],
      ['administrator', 'user.added', 'zhao.min', 'analyst'],
      ['wang.lei', 'session.begin', '192.0.2.7', ''],
    ][(i * 7) % 6];
    return { audit_id: 240 - i, at: at(i * 97 * minute + 11 * minute), actor: what[0], action: what[1], object: what[2], detail: what[3] };
  });

  const counts = { confirmed: 0, probable: 0, suspected: 0, cleared: 0, unknown: 0 };
  for (const s of subjects) counts[s.level]++;
  const need = (what, id, name, ms_ago) => ({ what, id, name, since: at(ms_ago) });
  const overview = {
    needs: [
      need('case_overdue', 27, '2001:db8:40:1::5a', 3 * day),
      need('exemption_left', 16, '10.24.9.7', 28 * hour),
      need('notice_overdue', 3, 'Priority list 7', 2 * day),
      need('sensor_silent', 3, 'dorm-exporter', 7 * hour),
      need('case_waits_for_second_person', 29, '10.44.12.9', 26 * hour),
      need('finding_without_case', 2, '10.31.0.88', 3 * day),
      need('case_without_owner', 33, '10.20.9.201', 30 * hour),
      need('system_overdue', 6, 'Genome store', 12 * day),
      need('filing_waits', 6, 'Genome store', 19 * day),
      need('exemption_waits', 2, 'Energy of proof of work', 3 * day),
    ],
    counts,
    trend: Array.from({ length: 30 }, (_, i) => ({
      day: at((29 - i) * day).slice(0, 10),
      confirmed: Math.round(1 + 2 * random() + (i > 20 ? 1 : 0)), probable: Math.round(2 * random() + 1), suspected: Math.round(4 * random() + 1),
    })),
    coverage: { sensors: 5, sensors_alive: 4, hours_covered_share: 0.969, packets: 2_214_000_000, octets: 1_616_000_000_000, dropped: 702_331 },
    cases: { open: 5, overdue: 1, closed_30_days: 4 },
  };

  return {
    subjects, detail, cases, coverage, systems, account, audit, overview,
    reconciliation() {
      const named = (...names) => systems.filter((s) => names.includes(s.name)).map(withoutSteps);
      return {
        seen_not_filed_left_out: 0,
        seen_not_filed: subjects.filter((s) => [2, 6, 7].includes(s.subject_id)),
        closed_but_seen: named('Old GPU room'),
        beyond_filed: named('Render farm B'),
        never_seen: named('Library archive'),
        over_sized: named('Physics cluster'),
        overdue: systems.filter((s) => s.overdue).map(withoutSteps),
      };
    },
    places: register.places, exemptions: register.exemptions, days: register.days, sensors,
    notices: makeNotices({ at, day, hour, subjects }),
    users: [
      ['analyst', 'analyst'], ['approver', 'approver'], ['administrator', 'administrator'], ['auditor', 'auditor'],
      ['viewer', 'viewer'], ['li.na', 'approver'], ['wang.lei', 'analyst'],
    ].map(([name, role], i) => ({ user_id: i + 1, name, role, disabled: name === 'viewer', unit: name === 'wang.lei' ? 'Physics' : null })),
    retention: {
      profile: 'standard',
      profiles: [
        { name: 'brief', classes: [['signals', 90], ['flows', 30], ['verdict_changes', 180], ['subjects', 180], ['coverage', 365]].map(([name, days]) => ({ class: name, days })) },
        { name: 'standard', classes: [['signals', 365], ['flows', 180], ['verdict_changes', 730], ['subjects', 730], ['coverage', 730]].map(([name, days]) => ({ class: name, days })) },
      ],
    },
    settings: {
      version: '0.9.0',
      store: { path: '/var/lib/davy/store.sqlite', octets: 4_812_300_288, schema_version: 3 },
      retention: [['signals', 365], ['flows', 180], ['verdict_changes', 730], ['subjects', 730], ['coverage', 730], ['audit', 0]].map(([name, days]) => ({ class: name, days })),
      sensors: sensors.map((name, i) => ({
        name, kind: ['capture', 'capture', 'exporter', 'host', 'meter'][i], last_alive: at(i === 2 ? 7 * hour : minute),
      })),
    },
    outlets: {
      items: [
        ['siem', 'syslog', 'log.campus.example:6514', 0, 1_284, 0, 0, 3 * minute, null, null],
        ['security office', 'email', 'mail.campus.example:587', 3, 96, 2, 0, 4 * hour, null, null],
        ['ticket system', 'webhook', 'tickets.campus.example', 41, 812, 37, 2, 5 * hour, 5 * hour,
          'tickets.campus.example: answered 503: Service Unavailable'],
      ].map(([name, kind, place, pending, sent, failed, dropped, success, failing, last_error]) => ({
        name, kind, place, pending, sent, failed, dropped, last_success: at(success),
        failing_since: failing && at(failing), next_try: failing && at(-6 * minute), last_error, looked_at: at(minute / 2),
      })),
    },
  };
}
