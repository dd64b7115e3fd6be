import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchOpening, forgetOpening } from '../src/api/opening';

const get = { method: 'GET' };
const later = () => Promise.resolve(new Response('later'));

function opened(answer: Promise<Response>) {
  const send = vi.fn(later);
  vi.stubGlobal('window', { davyOpening: new Map([['/api/v1/session', answer]]) });
  vi.stubGlobal('fetch', send);
  return send;
}
const textOf = async (answer: Promise<Response>) => (await answer).text();

afterEach(() => vi.unstubAllGlobals());

describe('what was asked for before the code was here', () => {
  it('is handed out once', async () => {
    const send = opened(Promise.resolve(new Response('early')));
    expect(await textOf(fetchOpening('/api/v1/session', get))).toBe('early');
    expect(send).not.toHaveBeenCalled();
    expect(await textOf(fetchOpening('/api/v1/session', get))).toBe('later');
  });
  it('is asked again where it failed or nobody was logged in', async () => {
    opened(Promise.reject(new Error('away')));
    expect(await textOf(fetchOpening('/api/v1/session', get))).toBe('later');
    opened(Promise.resolve(new Response('nobody', { status: 401 })));
    expect(await textOf(fetchOpening('/api/v1/session', get))).toBe('later');
  });
  it('answers nothing but reading, and nothing after the first view', async () => {
    opened(Promise.resolve(new Response('early')));
    expect(await textOf(fetchOpening('/api/v1/session', { method: 'POST' }))).toBe('later');
    opened(Promise.resolve(new Response('early')));
    forgetOpening();
    expect(await textOf(fetchOpening('/api/v1/session', get))).toBe('later');
  });
});
