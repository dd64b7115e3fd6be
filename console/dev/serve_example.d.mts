interface Said {
  status?: number;
  body?: unknown;
  raw?: string | Uint8Array;
  type?: string;
  file_name?: string;
  problem?: { status: number; title: string; remedy?: string };
}
export function makeAnswers(options?: {
  rows?: number;
  now?: number;
}): (session: { name: string; role: string }, method: string, route: string, query: URLSearchParams, body?: unknown) => Said;
