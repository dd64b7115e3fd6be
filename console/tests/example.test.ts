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
const as = (name: string) => ({ name, role: name === 'li.na' ? 'approver' : name });
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
  ...Array.from({ length: 16 }, (_, i): [string, string, string, string] => ['analyst', 'get', '/subjects/{subject_id}', `/subjects/${i + 1}`]),
  ['analyst', 'get', '/subjects/{subject_id}', '/subjects/1005'],
  ['analyst', 'get', '/subjects/{subject_id}', '/subjects/99'],
  ['analyst', 'get', '/coverage', `/coverage?${week}`],
  ['analyst', 'get', '/cases', '/cases?state=all'],
  ...[22, 25, 27, 29, 30, 31, 33].map((id): [string, string, string, string] => ['analyst', 'get', '/cases/{case_id}', `/cases/${id}`]),
  ['analyst', 'get', '/register/systems', '/register/systems'],
  ['administrator', 'put', '/register/systems', '/register/systems', 'system\n'],
  ['analyst', 'put', '/register/systems', '/register/systems', 'system\n'],
  ...Array.from({ length: 12 }, (_, i): [string, string, string, string] => ['analyst', 'get', '/register/systems/{system_id}', `/register/systems/${i + 1}`]),
  ['analyst', 'get', '/register/systems/{system_id}', '/register/systems/99'],
  ['analyst', 'post', '/register/systems', '/register/systems', { name: 'New cluster', unit: 'Computing Centre', meters: ['M-1'] }],
  ['analyst', 'post', '/register/systems', '/register/systems', { name: 'HPC hall' }],
  ['viewer', 'post', '/register/systems', '/register/systems', { name: 'Another' }],
  ['analyst', 'put', '/register/systems/{system_id}', '/register/systems/7', { name: 'Weather model', filed_kw: 12 }],
  ['analyst', 'put', '/register/systems/{system_id}', '/register/systems/1', { name: 'HPC hall' }],
  ['analyst', 'post', '/register/systems/{system_id}/actions', '/register/systems/7/actions', { action: 'submit' }],
  ['approver', 'post', '/register/systems/{system_id}/actions', '/register/systems/6/actions', { action: 'approve' }],
  ['li.na', 'post', '/register/systems/{system_id}/actions', '/register/systems/6/actions', { action: 'approve' }],
  ['analyst', 'post', '/register/systems/{system_id}/actions', '/register/systems/6/actions', { action: 'file' }],
  ['analyst', 'post', '/register/systems/{system_id}/actions', '/register/systems/6/actions', { action: 'file', filing_number: 'SF-1' }],
  ['analyst', 'get', '/register/places', '/register/places'],
  ['administrator', 'put', '/register/places', '/register/places', 'unit\n'],
  ['analyst', 'get', '/register/exemptions', '/register/exemptions'],
  ['analyst', 'post', '/register/exemptions', '/register/exemptions', { project: 'p', person: 'q', purpose: 'r', hosts: ['10.0.0.1'], first_day: '2026-03-01', last_day: '2026-05-01' }],
  ['li.na', 'post', '/register/exemptions/{exemption_id}/actions', '/register/exemptions/2/actions', { action: 'approve', text: 'agreed' }],
  ['approver', 'post', '/register/exemptions/{exemption_id}/actions', '/register/exemptions/2/actions', { action: 'refuse', text: 'late' }],
  ['analyst', 'post', '/register/exemptions/{exemption_id}/actions', '/register/exemptions/1/actions', { action: 'withdraw', text: 'over' }],
  ['analyst', 'get', '/register/days', '/register/days'],
  ['administrator', 'put', '/register/days', '/register/days', 'first_day\n'],
  ['analyst', 'get', '/register/reconciliation', '/register/reconciliation'],
  ['analyst', 'get', '/notices', '/notices'],
  ['analyst', 'post', '/notices', '/notices?name=December&class=priority', 'a\n'],
  ['analyst', 'post', '/notices', '/notices?name=December', 'a\n'],
  ...[2, 3, 4].map((id): [string, string, string, string] => ['analyst', 'get', '/notices/{notice_id}', `/notices/${id}?limit=20`]),
  ['analyst', 'get', '/notices/{notice_id}', '/notices/99'],
  ['viewer', 'post', '/notice-items/{item_id}/actions', '/notice-items/102/actions', { action: 'misreport', text: 'no' }],
  ['analyst', 'post', '/notice-items/{item_id}/actions', '/notice-items/103/actions', { action: 'open_case', subject_id: 2, text: 'it fits' }],
  ['analyst', 'post', '/notice-items/{item_id}/actions', '/notice-items/104/actions', { action: 'cannot_locate', text: 'no log' }],
  ['analyst', 'post', '/notice-items/{item_id}/actions', '/notice-items/104/actions', { action: 'dealt_with', text: 'again' }],
  ['analyst', 'post', '/notice-items/{item_id}/actions', '/notice-items/104/actions', { action: 'reopen', text: 'found' }],
  ['analyst', 'get', '/report/zero', `/report/zero?${week}`],
  ['analyst', 'get', '/report/zero', '/report/zero?from=2026-03-02T08:00:00Z&to=2026-03-02T08:00:00Z'],
  ['analyst', 'get', '/audit/export', '/audit/export'],
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

  it.each([
    ['/cases/31/evidence', 'case-31.zip'],
    ['/notices/4/feedback', 'davy-notice-4.csv'],
  ])('hands out %s as the file %s', (address, name) => {
    const said = answer(as('viewer'), 'GET', address, new URLSearchParams());
    expect(said.file_name).toBe(name);
    expect(said.raw?.length).toBeGreaterThan(20);
  });

  it('has subjects of all levels and kinds', () => {
    const { items } = answer(as('analyst'), 'GET', '/subjects', new URLSearchParams('limit=16')).body as { items: { level: string; kind: string }[] };
    expect(new Set(items.map((s) => s.level)).size).toBe(5);
    expect(new Set(items.map((s) => s.kind)).size).toBe(3);
  });

  it.each(Array.from({ length: 16 }, (_, i) => i + 1))('subject %i shows event lines that the schema knows', (id) => {
    const { event, flows } = answer(as('analyst'), 'GET', `/subjects/${id}`, new URLSearchParams()).body as { event: object; flows: object[] };
    for (const line of [event, ...flows]) {
      const kind = (line as { event: string }).event;
      const validate = ajv.getSchema(`events#/$defs/${kind}`);
      expect(validate?.(line) ? [] : validate?.errors, kind).toEqual([]);
    }
  });
});
