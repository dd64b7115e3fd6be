import { describe, expect, it, vi } from 'vitest';
import { addressOf, Client, fileNameOf, ProblemError, tableTypeOf } from '../src/api/client';

const json = (body: unknown, init: ResponseInit = {}) =>
  new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' }, ...init });
const problem = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });

function clientOf(...answers: (Response | Error)[]) {
  const send = vi.fn((..._: Parameters<typeof fetch>) => {
    const next = answers.shift();
    return next instanceof Response ? Promise.resolve(next) : Promise.reject(next ?? new Error('no answer'));
  });
  const client = new Client('/api/v1', send);
  const headers = (call: number) => send.mock.calls[call]?.[1]?.headers as Record<string, string>;
  return { client, send, headers };
}

describe('addresses', () => {
  it('fill the path, leave out what is empty and join lists with commas', () => {
    expect(addressOf('/cases/{case_id}/actions', { case_id: 7 })).toBe('/cases/7/actions');
    expect(addressOf('/subjects', {}, { level: ['confirmed', 'probable'], text: 'a b&c', kind: undefined, since: '' })).toBe(
      '/subjects?level=confirmed,probable&text=a%20b%26c',
    );
    expect(addressOf('/subjects', {}, { level: [] })).toBe('/subjects');
  });
});

describe('the client', () => {
  it('sends the token with what changes something, and only then', async () => {
    const { client, headers } = clientOf(json({}), json({}));
    client.setToken('secret');
    await client.get('/overview');
    await client.post('/cases', { subject_id: 1, reason: 'because' });
    expect(headers(0)['X-Davy-Token']).toBeUndefined();
    expect(headers(1)['X-Davy-Token']).toBe('secret');
  });
  it('sends a file as its own octets', async () => {
    const { client, send, headers } = clientOf(json({ rows: 1, refused: [] }));
    const file = new Blob([new Uint8Array([0xb1, 0xb8])]);
    await client.put('/register/systems', file);
    expect(send.mock.calls[0]?.[1]?.body).toBe(file);
    expect(headers(0)['Content-Type']).toBe('text/csv');
  });
  it.each([
    ['list.xlsx', '', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['LIST.XLSX', 'application/octet-stream', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['list', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['list.csv', 'application/vnd.ms-excel', 'text/csv'],
    ['list.tsv', 'text/tab-separated-values', 'text/csv'],
    ['xlsx.csv', '', 'text/csv'],
  ])('sends %s, that the browser takes for “%s”, as %s', async (name, type, sent) => {
    const { client, headers } = clientOf(json({ rows: 1, refused: [] }));
    const file = Object.assign(new Blob(['PK'], { type }), { name });
    expect(tableTypeOf(file)).toBe(sent);
    await client.put('/register/places', file);
    expect(headers(0)['Content-Type']).toBe(sent);
  });
  it('says about a list what it is called, in the address', async () => {
    const { client, send } = clientOf(json({}, { status: 201 }));
    await client.post('/notices', new Blob(['a']), undefined, { name: '11 月清单', class: 'priority' });
    expect(send.mock.calls[0]?.[0]).toBe('/api/v1/notices?name=11%20%E6%9C%88%E6%B8%85%E5%8D%95&class=priority');
  });
  it('asks again with the ETag, and keeps the answer on 304', async () => {
    const first = json({ items: [] }, { headers: { 'Content-Type': 'application/json', ETag: '"a"' } });
    const { client, headers } = clientOf(first, new Response(null, { status: 304 }));
    const a = await client.get('/subjects');
    const b = await client.get('/subjects');
    expect(headers(1)['If-None-Match']).toBe('"a"');
    expect(b).toBe(a);
  });
  it('forgets answers with the person', async () => {
    const first = json({ items: [] }, { headers: { 'Content-Type': 'application/json', ETag: '"a"' } });
    const { client, headers } = clientOf(first, json({ items: [] }));
    await client.get('/subjects');
    client.forget();
    await client.get('/subjects');
    expect(headers(1)['If-None-Match']).toBeUndefined();
  });
  it('makes a problem of a refusal, with its remedy', async () => {
    const { client } = clientOf(problem(409, { status: 409, title: 'There is a case.', remedy: 'Look at it.' }));
    const error = await client.get('/overview').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 409, title: 'There is a case.', remedy: 'Look at it.' });
  });
  it('bears a proxy that answers in HTML', async () => {
    const html = new Response('<html>', { status: 502, headers: { 'Content-Type': 'text/html' } });
    const { client } = clientOf(html);
    await expect(client.get('/overview')).rejects.toMatchObject({ status: 502, title: '' });
  });
  it('says 0 where the server was not reached', async () => {
    const { client } = clientOf(new TypeError('failed'));
    await expect(client.get('/overview')).rejects.toMatchObject({ status: 0 });
  });
  it('tells that nobody is logged in, except when logging in', async () => {
    const { client } = clientOf(problem(401, {}), problem(401, {}));
    client.onLoggedOut = vi.fn();
    await client.post('/session', { name: 'a', password: 'b' }).catch(() => {});
    expect(client.onLoggedOut).not.toHaveBeenCalled();
    await client.get('/overview').catch(() => {});
    expect(client.onLoggedOut).toHaveBeenCalledOnce();
  });
  it('answers 204 with nothing', async () => {
    const { client } = clientOf(new Response(null, { status: 204 }));
    await expect(client.delete('/session')).resolves.toBeUndefined();
  });
});

describe('downloads', () => {
  it('keep every octet, and the name that the server gave', async () => {
    const text = '{"zero_report":{"a": 1.0 },"signature":{}}\n';
    const { client, send } = clientOf(new Response(text, { headers: { 'Content-Disposition': 'attachment; filename="zero-report.json"' } }));
    const got = await client.download('/report/zero', { query: { from: '2026-11-01T00:00:00Z', to: '2026-11-30T00:00:00Z', unit: 'A & B' } });
    expect(await got.file.text()).toBe(text);
    expect(got.name).toBe('zero-report.json');
    expect(send.mock.calls[0]?.[0]).toBe('/api/v1/report/zero?from=2026-11-01T00%3A00%3A00Z&to=2026-11-30T00%3A00%3A00Z&unit=A%20%26%20B');
    expect(send.mock.calls[0]?.[1]?.credentials).toBe('same-origin');
  });
  it('say why there is none, with the remedy', async () => {
    const { client } = clientOf(problem(503, { status: 503, title: 'nothing can be signed', remedy: 'start davy serve with --signing-key FILE' }));
    await expect(client.download('/audit/export')).rejects.toMatchObject({ status: 503, remedy: 'start davy serve with --signing-key FILE' });
  });
  it.each([
    ['attachment; filename="case-31.zip"', 'case-31.zip'],
    ['attachment; filename=case-31.zip', 'case-31.zip'],
    ['attachment; filename="../../etc/case.zip"', 'case.zip'],
    ['inline', undefined],
    [null, undefined],
  ])('read a name from %s', (header, name) => {
    expect(fileNameOf(header)).toBe(name);
  });
});
