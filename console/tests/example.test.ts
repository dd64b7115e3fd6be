// What the example server answers is what the contract says, and its event lines are event lines.
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeAnswers } from '../dev/serve_example.mjs';

const read = (name: string) => fs.readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
const contract = parse(read('openapi.yaml')) as { paths: Record<string, Record<string, never>> };
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'contract', ...contract });
ajv.addSchema({ ...(JSON.parse(read('event.schema.json')) as object), $id: 'events' });

const answer = makeAnswers({ rows: 1000, now: Date.parse('2026-03-02T08:00:00Z') });
const as = (role: string) => ({ name: role, role });
const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

function errorsOf(path: string, method: string, status: number, body: unknown) {
  const type = status >= 400 ? '#/components/schemas/Problem' : `#/paths/${escaped(path)}/${method}/responses/${status}/content/application~1json/schema`;
  const validate = ajv.getSchema(`contract${type}`);
  expect(validate, `${method} ${path} ${status} stands in the contract`).toBeTruthy();
  return validate?.(body) ? [] : validate?.errors;
}

const week = 'from=2026-02-23T00:00:00Z&to=2026-03-02T09:00:00Z';
const asked: [string, string, string, string, unknown?][] = [
  ['analyst', 'get', '/overview', '/overview'],
  ['analyst', 'get', '/subjects', '/subjects?limit=200'],
  ['analyst', 'get', '/subjects', '/subjects?level=confirmed&kind=host&order=probability'],
  ...Array.from({ length: 14 }, (_, i): [string, string, string, string] => ['analyst', 'get', '/subjects/{subject_id}', `/subjects/${i + 1}`]),
  ['analyst', 'get', '/subjects/{subject_id}', '/subjects/1005'],
  ['analyst', 'get', '/subjects/{subject_id}', '/subjects/99'],
  ['analyst', 'get', '/coverage', `/coverage?${week}`],
  ['analyst', 'get', '/cases', '/cases?state=all'],
  ...[22, 25, 27, 29, 30, 31, 33].map((id): [string, string, string, string] => ['analyst', 'get', '/cases/{case_id}', `/cases/${id}`]),
  ['analyst', 'get', '/register/systems', '/register/systems'],
  ['administrator', 'put', '/register/systems', '/register/systems', 'system\n'],
  ['analyst', 'get', '/register/reconciliation', '/register/reconciliation'],
  ['analyst', 'get', '/account', '/account?region=China&year=2026'],
  ['analyst', 'get', '/account', '/account?region=Atlantis'],
  ['auditor', 'get', '/audit', '/audit?limit=100'],
  ['analyst', 'get', '/audit', '/audit'],
  ['administrator', 'get', '/users', '/users'],
  ['administrator', 'post', '/users', '/users', { name: 'zhao.min', role: 'viewer', password: 'long enough, this' }],
  ['analyst', 'get', '/settings', '/settings'],
  ['analyst', 'get', '/outlets', '/outlets'],
  ['analyst', 'post', '/cases', '/cases', { subject_id: 2, reason: 'because' }],
  ['analyst', 'post', '/cases', '/cases', { subject_id: 2, reason: 'again' }],
  ['analyst', 'post', '/cases/{case_id}/actions', '/cases/31/actions', { action: 'next_phase', text: 'seen' }],
  ['analyst', 'post', '/cases/{case_id}/actions', '/cases/31/actions', { action: 'close', text: 'done' }],
  ['analyst', 'post', '/cases/{case_id}/actions', '/cases/31/actions', { action: 'approve', text: 'mine' }],
];

describe('the example', () => {
  it.each(asked)('as %s: %s %s (%s)', (role, method, path, address, body) => {
    const url = new URL(address, 'http://example');
    const said = answer(as(role), method.toUpperCase(), url.pathname, url.searchParams, body);
    const status = said.problem?.status ?? said.status ?? 200;
    expect(errorsOf(path, method, status, said.problem ?? said.body)).toEqual([]);
  });

  it('has subjects of all levels and kinds', () => {
    const { items } = answer(as('analyst'), 'GET', '/subjects', new URLSearchParams('limit=14')).body as { items: { level: string; kind: string }[] };
    expect(new Set(items.map((s) => s.level)).size).toBe(5);
    expect(new Set(items.map((s) => s.kind)).size).toBe(3);
  });

  it.each(Array.from({ length: 14 }, (_, i) => i + 1))('subject %i shows event lines that the schema knows', (id) => {
    const { event, flows } = answer(as('analyst'), 'GET', `/subjects/${id}`, new URLSearchParams()).body as { event: object; flows: object[] };
    for (const line of [event, ...flows]) {
      const kind = (line as { event: string }).event;
      const validate = ajv.getSchema(`events#/$defs/${kind}`);
      expect(validate?.(line) ? [] : validate?.errors, kind).toEqual([]);
    }
  });
});
