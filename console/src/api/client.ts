// How the console talks to the server: typed by the contract, nothing else knows about fetch.
//
// Errors:  every failure is a ProblemError; `status` 0 means that the server was not reached.
// Shape:   answers with an ETag are kept (at most `kept_max`) and asked for again with If-None-Match.
import type { components, paths } from './contract';
import { fetchOpening } from './opening';

type Schemas = components['schemas'];
export type Schema<Name extends keyof Schemas> = Schemas[Name];

type Method = 'get' | 'post' | 'put' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: object } ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O }
  ? O
  : never;
type JsonOf<R> = R extends { content: { 'application/json': infer J } } ? J : undefined;
type Success<R> = R extends { 200: infer A }
  ? JsonOf<A>
  : R extends { 201: infer A }
    ? JsonOf<A>
    : undefined;
type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? Success<R> : never;
type Query<P extends keyof paths, M extends Method = 'get'> =
  Operation<P, M> extends { parameters: { query?: infer Q } } ? Q : never;
type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody: { content: { 'application/json': infer B } } } ? B : Blob;
export type PathParameters = Record<string, string | number>;

export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly remedy: string | undefined,
  ) {
    super(title);
  }
}

export interface Download {
  file: Blob;
  name: string | undefined;
}

const xlsx_type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

// What a table that is sent is: browsers know no type for .xlsx where no program for it is installed, so the name counts too.
export function tableTypeOf(file: Blob) {
  const name = 'name' in file ? String(file.name) : '';
  return file.type === xlsx_type || /\.xlsx$/i.test(name) ? xlsx_type : 'text/csv';
}

// `attachment; filename="case-31.zip"` → case-31.zip, without any folder.
export function fileNameOf(disposition: string | null): string | undefined {
  const name = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
  return name?.split(/[\\/]/).pop()?.trim() || undefined;
}

const kept_max = 100;
type Kept = { etag: string; answer: unknown };

export class Client {
  private token = '';
  private readonly kept = new Map<string, Kept>();
  // Called when the server says that nobody is logged in.
  onLoggedOut: () => void = () => {};
  language = 'en';

  constructor(
    private readonly base = '/api/v1',
    private readonly send: typeof fetch = fetchOpening,
  ) {}

  setToken(token: string) {
    this.token = token;
  }

  forget() {
    this.token = '';
    this.kept.clear();
  }

  get<P extends PathsWith<'get'>>(
    path: P,
    options: { path?: PathParameters; query?: Query<P>; signal?: AbortSignal } = {},
  ): Promise<Answer<P, 'get'>> {
    return this.ask(
      'GET',
      addressOf(path, options.path, options.query as QueryValues | undefined),
      undefined,
      options.signal,
    );
  }

  post<P extends PathsWith<'post'>>(
    path: P,
    body: Body<P, 'post'>,
    parameters?: PathParameters,
    query?: Query<P, 'post'>,
  ): Promise<Answer<P, 'post'>> {
    return this.ask('POST', addressOf(path, parameters, query as QueryValues | undefined), body);
  }

  put<P extends PathsWith<'put'>>(
    path: P,
    body: Body<P, 'put'>,
    parameters?: PathParameters,
  ): Promise<Answer<P, 'put'>> {
    return this.ask('PUT', addressOf(path, parameters), body);
  }

  // A file as the server made it, octet by octet: what is signed must stay as it stands.
  async download<P extends PathsWith<'get'>>(
    path: P,
    options: { path?: PathParameters; query?: Query<P> } = {},
  ): Promise<Download> {
    const address = addressOf(path, options.path, options.query as QueryValues | undefined);
    const response = await this.reach(address, {
      method: 'GET',
      headers: { Accept: '*/*', 'Accept-Language': this.language },
      credentials: 'same-origin',
      cache: 'no-store',
    });
    if (!response.ok) throw await this.problemOf(response, address);
    return {
      file: await response.blob(),
      name: fileNameOf(response.headers.get('Content-Disposition')),
    };
  }

  delete<P extends PathsWith<'delete'>>(path: P): Promise<Answer<P, 'delete'>> {
    return this.ask('DELETE', addressOf(path));
  }

  private async ask<A>(
    method: string,
    address: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<A> {
    const kept = method === 'GET' ? this.kept.get(address) : undefined;
    const response = await this.reach(address, {
      method,
      headers: this.headersFor(method, body, kept),
      body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ?? null,
    });
    if (response.status === 304 && kept) return kept.answer as A;
    if (!response.ok) throw await this.problemOf(response, address);
    if (response.status === 204) return undefined as A;
    const answer: unknown = await response.json();
    const etag = response.headers.get('ETag');
    if (method === 'GET' && etag) this.keep(address, { etag, answer });
    return answer as A;
  }

  private headersFor(method: string, body: unknown, kept: Kept | undefined) {
    const headers: Record<string, string> = {
      Accept: 'application/json, application/problem+json',
      'Accept-Language': this.language,
    };
    if (method !== 'GET' && this.token) headers['X-Davy-Token'] = this.token;
    if (body !== undefined) {
      headers['Content-Type'] = body instanceof Blob ? tableTypeOf(body) : 'application/json';
    }
    if (kept) headers['If-None-Match'] = kept.etag;
    return headers;
  }

  private async reach(address: string, init: RequestInit): Promise<Response> {
    try {
      return await this.send(this.base + address, init);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ProblemError(0, '', undefined);
    }
  }

  private async problemOf(response: Response, address: string): Promise<ProblemError> {
    if (response.status === 401 && !address.startsWith('/session')) this.onLoggedOut();
    const type = response.headers.get('Content-Type') ?? '';
    let said: Partial<Schema<'Problem'>> = {};
    if (type.includes('json')) {
      said = (await response.json().catch(() => ({}))) as Partial<Schema<'Problem'>>;
    }
    return new ProblemError(response.status, said.title ?? '', said.remedy);
  }

  private keep(address: string, kept: Kept) {
    this.kept.delete(address);
    this.kept.set(address, kept);
    const oldest = this.kept.keys().next();
    if (this.kept.size > kept_max && !oldest.done) this.kept.delete(oldest.value);
  }
}

type QueryValues = Record<string, string | number | readonly string[] | undefined>;

export function addressOf(path: string, parameters: PathParameters = {}, query: QueryValues = {}) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(parameters[name] ?? '')),
  );
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    // Lists go as one value with commas (style: form, explode: false).
    const text = (Array.isArray(value) ? value : [String(value)]).map(encodeURIComponent).join(',');
    parts.push(`${name}=${text}`);
  }
  return parts.length > 0 ? `${filled}?${parts.join('&')}` : filled;
}

export const client = new Client();
