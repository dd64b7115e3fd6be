// Event lines of the example (schema/event.schema.json): flows of a host, the load of a meter.
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

// Event lines have six digits behind the second.
const micro = (time) => time.replace(/\.(\d{3})Z$/, '.$1000Z');
const reason = (detector, strength_nats, evidence) => ({ detector, strength_nats, evidence });

const login = '{"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"login-473e804bc01c","pass":"…","agent":"XMRig/6.21.0"}}';
const submit = '{"id":10,"jsonrpc":"2.0","method":"submit","params":{"id":"…","job_id":"4458870095908bab","nonce":"8c495582","result":"95415db9ea900c693d46c62c4e7d03126ef0c935ff3b23f…"}}';
const job = '{"jsonrpc":"2.0","method":"job","params":{"blob":"10100069a543c69a68959f18c757b034e22901966c5d0a562004774c43e0c4d27dfdc77a20410591468a637c9cd9bd19…"}}';

function messagesOf(begin, length, counts) {
  const at = (share) => new Date(begin + length * share).toISOString();
  return Object.fromEntries(
    Object.entries(counts).map(([kind, [count, first, last]]) => [kind, { count, first: micro(at(first)), last: micro(at(last)) }]),
  );
}

export function flows(at, subject) {
  const end = Date.parse(subject.last_seen);
  const length = Math.min(end - Date.parse(subject.first_seen), 5 * hour) || 4 * minute;
  const begin = end - length;
  const time = (share) => micro(new Date(begin + length * share).toISOString());
  const base = {
    source_address: subject.name, source_port: 55589, destination_address: subject.name.includes(':') ? '2001:db8:ff::9' : '203.0.113.9',
    destination_port: 3333, transport_protocol: 'tcp', first_seen: time(0), last_seen: time(1), miner_side: 'source',
    dialect: subject.dialect, coin: subject.coin, pool: null, verdict: subject.level, probability: subject.probability,
  };
  const tail = { hosts: [], ja3: null, ja4: null, alpn: null, carrier: 'tcp', vlan: null, opening_seen: true, packets: { forward: 812, reverse: 640 }, octets: { forward: 92110, reverse: 108850 } };
  if (subject.level === 'cleared') {
    const own = subject.subject_id === 12;
    return [{
      event: 'related_flow', ...base, miner_side: null, dialect: null, coin: null,
      reasons: [own ? reason('own_probe', -9, 'davy probe logged this connection as its own') : reason('mining_conversation', -8, 'Bitcoin-type node RPC')],
      input: 'border-1', class: own ? 'own-probe' : 'node-rpc', rule: own ? null : 'Bitcoin-type node RPC', ...tail,
    }];
  }
  const attempt = subject.subject_id === 8;
  const read = subject.level === 'confirmed';
  const counts = attempt
    ? { login: [3, 0.02, 0.9] }
    : read
      ? { login: [1, 0.01, 0.01], login_accepted: [1, 0.012, 0.012], job: [171, 0.013, 0.99], difficulty: [4, 0.013, 0.6], share: [233, 0.03, 0.98], share_accepted: [228, 0.031, 0.981], share_rejected: [5, 0.22, 0.8], keep_alive: [40, 0.1, 0.97] }
      : { hello: [1, 0.01, 0.01], job: [61, 0.013, 0.99], share: [103, 0.03, 0.98], share_accepted: [101, 0.031, 0.981] };
  const shares = read ? { submitted: 233, accepted: 228, rejected: 5 } : { submitted: 0, accepted: 0, rejected: 0 };
  const big = subject.coin === 'BTC' ? 4e10 : 1;
  return [{
    event: 'mining_flow', ...base, pool: subject.subject_id === 2 ? 'pool.example.net:3333' : null,
    reasons: attempt ? [reason('mining_conversation', 3, 'an attempt: the miner spoke, nobody answered in kind')] : [reason('mining_conversation', 12, 'miner: submit: job_id, nonce, result')],
    input: 'border-1', attempt: attempt ? 'the miner spoke, nobody answered in kind' : null, both_ways_captured: subject.subject_id !== 3,
    algorithm: { XMR: 'rx/0', BTC: 'sha256d', ETC: 'etchash' }[subject.coin] ?? null, coin_basis: subject.coin ? 'algorithm named' : null,
    agent: read ? 'XMRig/6.21.0' : null, login_pseudonym: read ? 'login-473e804bc01c' : null, worker_pseudonym: read ? 'worker-09ce11ab7a20' : null,
    ...tail, messages: messagesOf(begin, length, counts), messages_unread: 0, shares,
    difficulty: read ? 120001 : null, hashes_per_share: read ? 120001 : null,
    hash_rate: read ? { lower: 1395.9 * big, best: 1527.4 * big, upper: 1672.3 * big, unit: 'H/s', shares: 228, duration_s: 18000, basis: '228 accepted shares × 120 kH (mean) in 18,000 s' } : null,
    reported_hash_rate: null,
    power: read ? { lower: 7.5, best: 26.7, upper: 202, unit: 'W', hardware: 'CPU assumed, 5.40 to 60.0 mJ a hash' } : null,
    evidence: read
      ? [
          { time: time(0.01), side: 'miner', kind: 'login', rule: "login with a coin's address", strength_nats: 11, excerpt: login },
          { time: time(0.012), side: 'pool', kind: 'login_accepted', rule: 'login accepted', strength_nats: 4, excerpt: '{"id":1,"jsonrpc":"2.0","error":null,"result":{"id":"…","status":"OK"}}' },
          { time: time(0.013), side: 'pool', kind: 'job', rule: 'job: blob, job_id, target', strength_nats: 12, excerpt: job },
          { time: time(0.03), side: 'miner', kind: 'share', rule: 'submit: job_id, nonce, result', strength_nats: 12, excerpt: submit },
        ]
      : [{ time: time(0.02), side: 'miner', kind: attempt ? 'login' : 'hello', rule: attempt ? 'mining.subscribe' : 'Stratum V2 Noise NX handshake', strength_nats: attempt ? 3 : 14, excerpt: attempt ? '{"id":1,"method":"mining.subscribe","params":["kawpowminer/1.2.4"]}' : 'octets: client 64, server 234, client 105, server 44' }],
  }];
}

export function electricity(at, subject) {
  const first = Date.now() - Date.parse(subject.first_seen);
  const time = (ms_ago) => micro(at(ms_ago));
  const filed = subject.subject_id === 11;
  const [kw, hours] = filed ? [412, first / hour] : subject.subject_id === 6 ? [12, 84 * 24] : [3.1, 21 * 24];
  const around = (best, unit) => ({ lower: +(best * 0.83).toPrecision(3), best: +best.toPrecision(3), upper: +(best * 1.25).toPrecision(3), ...(unit && { unit }) });
  return {
    detector: filed ? 'dedicated_load' : 'hidden_load',
    pattern: filed ? 'flat' : subject.subject_id === 6 ? 'constant' : 'night_only',
    onset: { lower: time(first + 3 * day), best: time(first), upper: time(first - 4 * day), before_record: filed },
    last: micro(subject.last_seen), still_there: true,
    power: { ...around(kw, 'kW'), at_least: false },
    energy: around(kw * hours, 'kWh'),
    machines: { ...around(kw / 3.25), hardware: 'Antminer S19 Pro, 3250 W (maker, 2020-05)' },
    filed_system: filed ? 'HPC hall' : null, filed_kw: filed ? 480 : null,
    contracted_kw: null,
    also_possible: ['server_room', 'climate', 'new_equipment'],
    settled_by: filed ? ['register'] : ['site_visit', 'register', 'works_log', 'network'],
  };
}
