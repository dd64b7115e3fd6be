// Serves dist/ and answers the API from example data: for looking at the console without a server. Not for real use.
//   node dev/serve_example.mjs [--port 8787] [--rows N]     names: analyst, approver, administrator, auditor, viewer, newcomer
//   any password logs in; `newcomer` must choose one first. --rows N puts N more findings behind the 16.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { noticeAnswers } from './answer_notices.mjs';
import { registerAnswers } from './answer_register.mjs';
import { makeExample } from './example_data.mjs';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : fallback;
};
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.csv': 'text/csv' };
const headers = {
  'Content-Security-Policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

// A generated finding: `more` of them stand behind the example's own.
function generated(index, now) {
  const level = ['suspected', 'probable', 'cleared', 'confirmed', 'unknown'][index % 5];
  const time = new Date(now - index * 61_000).toISOString();
  return {
    subject_id: 1000 + index, kind: 'host', name: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`, level,
    probability: { suspected: 0.6, probable: 0.9, cleared: 0.01, confirmed: 0.9999, unknown: 0.5 }[level],
    coin: index % 3 ? null : 'XMR', dialect: index % 3 ? null : 'cryptonote', first_seen: time, last_seen: time, signals: 1 + (index % 9), case_id: null, unit: '', exemption_id: null,
  };
}

export function makeAnswers({ rows = 0, now } = {}) {
  const example = makeExample(now);
  const start = now ?? Date.now();
  let people = example.users;
  const problem = (status, title, remedy) => ({ status, problem: { status, title, ...(remedy && { remedy }) } });
  const roles = { viewer: '', analyst: 'act file', approver: 'act approve file', administrator: 'administer file', auditor: 'audit' };
  const may = (session, right) => roles[session.role].split(' ').includes(right);

  function page(items, query, from = 0) {
    const limit = Number(query.get('limit') ?? 50);
    const begin = Number(query.get('cursor') ?? from);
    return { items: items.slice(begin, begin + limit), next: begin + limit < items.length ? String(begin + limit) : null };
  }

  function subjects(query) {
    const wanted = (query.get('level') ?? '').split(',').filter(Boolean);
    const fits = (s) =>
      (wanted.length === 0 || wanted.includes(s.level)) && (!query.get('kind') || s.kind === query.get('kind')) &&
      s.name.includes(query.get('text') ?? '') && (!query.get('since') || Date.parse(s.last_seen) >= Date.parse(query.get('since')));
    const key = query.get('order') === 'probability' ? (s) => s.probability : (s) => Date.parse(s.last_seen);
    const own = example.subjects.filter(fits).sort((a, b) => key(b) - key(a));
    const limit = Number(query.get('limit') ?? 50);
    let begin = Number(query.get('cursor') ?? 0);
    const items = begin < own.length ? own.slice(begin, begin + limit) : [];
    begin += items.length;
    // A server finds by index; this one looks at so many and no more.
    const enough = begin + 100_000;
    while (items.length < limit && begin - own.length < rows && begin < enough) {
      const more = generated(begin++ - own.length, start);
      if (fits(more)) items.push(more);
    }
    return { items, next: begin - own.length < rows && items.length === limit ? String(begin) : null };
  }

  function act(session, one, action) {
    const log = (text) => one.log.push({ at: new Date().toISOString(), by: session.name, action: action.action, text: text ?? '' });
    const waits = one.waits_for_second_person;
    if (action.action === 'approve' || action.action === 'refuse') {
      if (!waits) return problem(409, 'Nothing waits for a second person.', 'Look at the case as it is now.');
      if (waits.by === session.name) return problem(403, 'You asked for this yourself.', 'Somebody else must decide.');
      if (!may(session, 'approve')) return problem(403, 'Your role may not approve.', 'Ask somebody with the role approver.');
      if (action.action === 'approve') {
        const closes = waits.action === 'close';
        Object.assign(one, { phase: closes ? 'relapse_watch' : 'closed', next_step: closes ? 'watch_for_a_relapse' : 'nothing' });
      }
      one.waits_for_second_person = null;
    } else if (!action.text && action.action !== 'take') {
      return problem(400, 'A reason is missing.', 'Write one.');
    }
    const now = new Date().toISOString();
    if (action.action === 'take') one.owner = session.name;
    if (action.action === 'set_cause') one.cause = action.cause;
    if (action.action === 'set_due') Object.assign(one, { due_at: action.due_at, overdue: Date.parse(action.due_at) < Date.now() });
    if (action.action === 'add_evidence') one.evidence = { ...one.evidence, [action.element]: [...one.evidence[action.element], { at: now, by: session.name, text: action.text }] };
    if (action.action === 'reopen') Object.assign(one, { phase: 'clue_analysis', next_step: 'plan_the_visit' });
    if (action.action === 'next_phase') {
      const steps = ['clue_analysis', 'on_site_check', 'correlation', 'rectification', 're_check'];
      const next = ['plan_the_visit', 'find_the_device', 'correlate_the_evidence', 'wait_for_rectification_and_check_again', 'close_with_a_second_person'];
      const at = steps.indexOf(one.phase) + 1;
      Object.assign(one, { phase: steps[at], next_step: next[at] });
    }
    if (action.action === 'measure') Object.assign(one, { measure: action.measure, measures: ['verify', 'reconnect'] });
    if (action.action === 'consider') one.explanations = [...one.explanations, { explanation: action.explanation, excluded: action.excluded, at: now, by: session.name, text: action.text }];
    if (action.action === 'record_identity') one.identity = { recorded: true, opened_at: null, text: null };
    if (action.action === 'close' || action.action === 'suppress' || action.action === 'open_identity') {
      Object.assign(one, { waits_for_second_person: { action: action.action, by: session.name, reason: action.text, at: now }, next_step: 'approve_or_refuse' });
    }
    log(action.text);
    return { body: one };
  }

  function open(session, { subject_id, reason }) {
    const subject = example.subjects.find((s) => s.subject_id === subject_id);
    if (!may(session, 'act')) return problem(403, 'Your role may not open cases.');
    if (!subject || subject.case_id !== null) return problem(409, 'There is a case about this already.', 'Look at it.');
    const case_id = 34 + example.cases.length;
    subject.case_id = case_id;
    const now = new Date().toISOString();
    const one = {
      case_id, subject, phase: 'clue_analysis', next_step: 'take_the_case', cause: 'undetermined', owner: null, opened_at: now, opened_by: session.name,
      due_at: new Date(Date.now() + 7 * 86_400_000).toISOString(), overdue: false, waits_for_second_person: null,
      evidence: { device: [], software: [], pool_access: [] }, explanations: [], measure: null, measures: ['notify'],
      identity: { recorded: false, opened_at: null, text: null }, log: [{ at: now, by: session.name, action: 'open', text: reason }],
    };
    example.cases.push(one);
    return { status: 201, body: one };
  }

  const register = registerAnswers(example, { may, problem });
  const notices = noticeAnswers(example, { may, problem, page, openCase: open });

  // { status, body }, { raw, type } or { status, problem } for one request of somebody who is logged in.
  return function answer(session, method, route, query, body) {
    const key = `${method} ${route.replace(/\/\d+(?=\/|$)/g, '/{id}')}`;
    const id = Number(/\d+/.exec(route)?.[0]);
    const said = register(session, key, id, body) ?? notices(session, key, id, query, body);
    if (said) return said;
    switch (key) {
      case 'GET /overview': return { body: example.overview };
      case 'GET /subjects': return { body: subjects(query) };
      case 'GET /subjects/{id}': {
        const one = example.subjects.find((s) => s.subject_id === id) ?? (id >= 1000 && id < 1000 + rows ? generated(id - 1000, start) : null);
        return one ? { body: example.detail(one) } : problem(404, 'No such subject.', 'It may have been deleted when its retention ended.');
      }
      case 'GET /coverage': {
        const [from, to] = [Date.parse(query.get('from')), Date.parse(query.get('to'))];
        return from < to ? { body: example.coverage(from, to) } : problem(400, 'The range ends before it begins.', 'Choose another.');
      }
      case 'GET /cases': {
        const state = query.get('state') ?? 'open';
        const fits = example.cases.filter((c) => state === 'all' || /closed|relapse_watch/.test(c.phase) === (state === 'closed'));
        return { body: page(fits.sort((a, b) => a.due_at.localeCompare(b.due_at)), query) };
      }
      case 'POST /cases': return open(session, body);
      case 'GET /cases/{id}': {
        const one = example.cases.find((c) => c.case_id === id);
        return one ? { body: one } : problem(404, 'No such case.');
      }
      case 'POST /cases/{id}/actions': {
        const one = example.cases.find((c) => c.case_id === id);
        if (!one) return problem(404, 'No such case.');
        return may(session, 'act') ? act(session, one, body) : problem(403, 'Your role may not act on cases.');
      }
      case 'GET /account': {
        const region = query.get('region') ?? 'China';
        if (/atlantis/i.test(region)) return problem(400, `No factor is known for ${region}.`, 'Choose a region of data/grid_factors.tsv.');
        return { body: example.account(region, Number(query.get('year') ?? new Date().getUTCFullYear())) };
      }
      case 'GET /audit':
        return may(session, 'audit') ? { body: { chain_holds: true, ...page(example.audit, query) } } : problem(403, 'Your role may not read the audit.');
      case 'GET /users': return may(session, 'administer') ? { body: { items: people } } : problem(403, 'Your role may not see people.');
      case 'POST /users': {
        if (!may(session, 'administer')) return problem(403, 'Your role may not add people.');
        if (people.some((u) => u.name === body.name)) return problem(409, 'There is somebody of this name.', 'Choose another.');
        const user = { user_id: people.length + 1, name: body.name, role: body.role, disabled: false, unit: body.unit ?? null };
        people = [...people, user];
        return { status: 201, body: user };
      }
      case 'GET /retention': return { body: example.retention };
      case 'GET /settings': return { body: example.settings };
      case 'GET /outlets': return { body: example.outlets };
      default: return problem(404, 'No such address.');
    }
  };
}

function sessionOf(name, changed) {
  const role = { 'li.na': 'approver', 'wang.lei': 'analyst', newcomer: 'analyst' }[name] ?? name;
  return { name, role, token: `token-of-${name}`, must_change_password: name === 'newcomer' && !changed, unit: null, expires_at: new Date(Date.now() + 8 * 3_600_000).toISOString() };
}

function serve(port, rows) {
  const answer = makeAnswers({ rows });
  const changed = new Set();
  const named = ['analyst', 'approver', 'administrator', 'auditor', 'viewer', 'newcomer', 'li.na', 'wang.lei'];
  const etagOf = (text) => `"${[...text].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7).toString(36)}-${text.length}"`;

  function send(response, { status = 200, body, problem, cookie, raw, type, file_name }, request) {
    const text = problem ? JSON.stringify(problem) : body === undefined ? '' : JSON.stringify(body);
    const out = { ...headers, 'Content-Type': problem ? 'application/problem+json' : (type ?? 'application/json'), 'Cache-Control': 'no-store' };
    if (cookie) out['Set-Cookie'] = cookie;
    if (file_name) out['Content-Disposition'] = `attachment; filename="${file_name}"`;
    if (raw !== undefined) return response.writeHead(status, out).end(raw);
    if (request.method === 'GET' && !problem) {
      out.ETag = etagOf(text);
      if (request.headers['if-none-match'] === out.ETag) return response.writeHead(304, out).end();
    }
    return response.writeHead(status, out).end(text);
  }

  function session(request, route, body) {
    const name = /davy_session=([\w.]+)/.exec(request.headers.cookie ?? '')?.[1];
    const me = name && sessionOf(name, changed.has(name));
    if (route === '/session' && request.method === 'POST') {
      if (!named.includes(body.name) || body.password === 'wrong') return { status: 401, problem: { status: 401, title: 'Name or password is wrong.' } };
      return { body: sessionOf(body.name, changed.has(body.name)), cookie: `davy_session=${body.name}; HttpOnly; SameSite=Strict; Path=/` };
    }
    if (!me) return { status: 401, problem: { status: 401, title: 'Nobody is logged in.', remedy: 'Log in.' } };
    if (request.method !== 'GET' && request.headers['x-davy-token'] !== me.token) return { status: 403, problem: { status: 403, title: 'The token is missing or old.', remedy: 'Load the page again.' } };
    if (route === '/session') return request.method === 'DELETE' ? { status: 204, cookie: 'davy_session=; Max-Age=0; Path=/' } : { body: me };
    if (route === '/session/password') {
      changed.add(name);
      return { status: 204 };
    }
    return me;
  }

  function stream(response) {
    response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    const timer = setTimeout(() => response.write('event: changed\ndata: {}\n\n'), 20_000);
    response.on('close', () => clearTimeout(timer));
  }

  function file(response, pathname) {
    const wanted = path.join(dist, path.normalize(pathname));
    const found = wanted.startsWith(dist) && fs.existsSync(wanted) && fs.statSync(wanted).isFile() ? wanted : path.join(dist, 'index.html');
    const lasting = found.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, { ...headers, 'Content-Type': types[path.extname(found)] ?? 'application/octet-stream', 'Cache-Control': lasting });
    fs.createReadStream(found).pipe(response);
  }

  return http
    .createServer((request, response) => {
      const url = new URL(request.url, 'http://example');
      if (!url.pathname.startsWith('/api/v1/')) return file(response, url.pathname);
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        const route = url.pathname.slice('/api/v1'.length);
        const text = Buffer.concat(parts).toString();
        const body = request.headers['content-type'] === 'application/json' && text ? JSON.parse(text) : text;
        if (route === '/health') return send(response, { body: { status: 'ok' } }, request);
        const who = session(request, route, body);
        if (!who.role) return send(response, who, request);
        if (route === '/events') return stream(response);
        return send(response, answer(who, request.method, route, url.searchParams, body), request);
      });
    })
    .listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(option('port', 8787), option('rows', 0));
