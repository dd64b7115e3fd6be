// What the views ask for, each under one name.
import { QueryClient, useInfiniteQuery, useMutation, queryOptions, useQuery } from '@tanstack/react-query';
import { client, ProblemError } from './client';
import type { Case, CaseAction, Level, Session, Subject } from './types';

// What will not come right by asking again.
const isFinal = (error: unknown) =>
  error instanceof ProblemError && error.status >= 400 && error.status < 500;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 1 && !isFinal(error),
    },
  },
});

export const session_key = ['session'] as const;

client.onLoggedOut = () => {
  client.forget();
  queries.setQueryData(session_key, null);
};

// null: nobody is logged in.
const session_query = queryOptions({
  queryKey: session_key,
  staleTime: Infinity,
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await client.get('/session');
      client.setToken(session.token);
      return session;
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
});
export const useSession = () => useQuery(session_query);
// Before anything is drawn. Who may look at views; null: nobody, or not yet.
export async function askForSession(): Promise<Session | null> {
  await queries.prefetchQuery(session_query);
  const session = queries.getQueryData<Session | null>(session_key) ?? null;
  return session?.must_change_password ? null : session;
}

// One person must not see what was fetched for another.
function startAs(session: Session | null) {
  client.forget();
  if (session) client.setToken(session.token);
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== session_key[0] });
  queries.setQueryData(session_key, session);
}

export const useLogIn = () =>
  useMutation({
    mutationFn: (login: { name: string; password: string }) => client.post('/session', login),
    onSuccess: startAs,
  });

export const useLogOut = () =>
  useMutation({ mutationFn: () => client.delete('/session'), onSettled: () => startAs(null) });

export const useChangePassword = () =>
  useMutation({
    mutationFn: (change: { old_password: string; new_password: string }) =>
      client.put('/session/password', change),
    onSuccess: () => queries.invalidateQueries({ queryKey: session_key }),
  });

const overview_query = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => client.get('/overview', { signal }),
});
export const useOverview = () => useQuery(overview_query);
export const askForOverview = () => queries.prefetchQuery(overview_query);

export interface SubjectFilter {
  level: Level[];
  kind: Subject['kind'] | undefined;
  text: string;
  since: string | undefined;
  order: 'last_seen' | 'probability';
}

export const page_rows = 100;

export const useSubjects = (filter: SubjectFilter) =>
  useInfiniteQuery({
    queryKey: ['subjects', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get('/subjects', {
        signal,
        query: {
          limit: page_rows,
          order: filter.order,
          level: filter.level,
          ...(filter.kind && { kind: filter.kind }),
          ...(filter.text && { text: filter.text }),
          ...(filter.since && { since: filter.since }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const useSubject = (subject_id: number) =>
  useQuery({
    queryKey: ['subject', subject_id],
    queryFn: ({ signal }) => client.get('/subjects/{subject_id}', { path: { subject_id }, signal }),
  });

export const useCoverage = (from: string, to: string) =>
  useQuery({
    queryKey: ['coverage', from, to],
    queryFn: ({ signal }) => client.get('/coverage', { query: { from, to }, signal }),
  });

export type CaseState = 'open' | 'closed' | 'all';

export const useCases = (state: CaseState) =>
  useInfiniteQuery({
    queryKey: ['cases', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get('/cases', {
        signal,
        query: { state, limit: page_rows, ...(pageParam && { cursor: pageParam }) },
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const useCase = (case_id: number) =>
  useQuery({
    queryKey: ['case', case_id],
    queryFn: ({ signal }) => client.get('/cases/{case_id}', { path: { case_id }, signal }),
  });

function tookCase(changed: Case) {
  queries.setQueryData(['case', changed.case_id], changed);
  for (const key of ['cases', 'overview', 'subject', 'subjects']) {
    void queries.invalidateQueries({ queryKey: [key] });
  }
}

export const useOpenCase = () =>
  useMutation({
    mutationFn: (opening: { subject_id: number; reason: string }) => client.post('/cases', opening),
    onSuccess: tookCase,
  });

export const useActOnCase = (case_id: number) =>
  useMutation({
    mutationFn: (action: CaseAction) =>
      client.post('/cases/{case_id}/actions', action, { case_id }),
    onSuccess: tookCase,
    onError: (error) => {
      // Somebody else was faster: show what the case is now, behind the message.
      if (error instanceof ProblemError && error.status === 409) {
        void queries.invalidateQueries({ queryKey: ['case', case_id] });
      }
    },
  });

export const useAccount = (region: string, year: number) =>
  useQuery({
    queryKey: ['account', region, year],
    queryFn: ({ signal }) => client.get('/account', { query: { region, year }, signal }),
    placeholderData: (before) => before,
  });

export const useAudit = () =>
  useInfiniteQuery({
    queryKey: ['audit'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get('/audit', {
        signal,
        query: { limit: page_rows, ...(pageParam && { cursor: pageParam }) },
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const useUsers = (may_ask: boolean) =>
  useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => client.get('/users', { signal }),
    enabled: may_ask,
  });

export const useAddUser = () =>
  useMutation({
    mutationFn: (user: { name: string; role: Session['role']; password: string; unit?: string }) =>
      client.post('/users', user),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });

export const useChangeUser = () =>
  useMutation({
    mutationFn: ({ user_id, disabled }: { user_id: number; disabled: boolean }) =>
      client.put('/users/{user_id}', { disabled }, { user_id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });

export const useRetention = () =>
  useQuery({ queryKey: ['retention'], queryFn: ({ signal }) => client.get('/retention', { signal }) });

export const useChooseRetention = () =>
  useMutation({
    mutationFn: (profile: string) => client.put('/retention', { profile }),
    onSuccess: (chosen) => {
      queries.setQueryData(['retention'], chosen);
      void queries.invalidateQueries({ queryKey: ['settings'] });
    },
  });

export const useSettings = () =>
  useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => client.get('/settings', { signal }) });

export const useOutlets = () =>
  useQuery({ queryKey: ['outlets'], queryFn: ({ signal }) => client.get('/outlets', { signal }) });
