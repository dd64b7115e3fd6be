// What the views of the register ask for: systems with their filing, places, exemptions, working days.
import { useMutation, useQuery } from '@tanstack/react-query';
import { client, ProblemError } from './client';
import { queries } from './queries';
import type { ExemptionAction, ExemptionForm, SystemAction, SystemDetail, SystemForm } from './types';

const forget = (...keys: string[]) => {
  for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
};

export const useSystems = () =>
  useQuery({ queryKey: ['systems'], queryFn: ({ signal }) => client.get('/register/systems', { signal }) });

export const useSystem = (system_id: number) =>
  useQuery({
    queryKey: ['system', system_id],
    queryFn: ({ signal }) => client.get('/register/systems/{system_id}', { path: { system_id }, signal }),
    enabled: Number.isSafeInteger(system_id),
  });

function tookSystem(changed: SystemDetail) {
  queries.setQueryData(['system', changed.system_id], changed);
  forget('systems', 'reconciliation', 'overview');
}

// Somebody else was faster: show what the system is now, behind the message.
const lookAgain = (key: unknown[]) => (error: unknown) => {
  if (error instanceof ProblemError && error.status === 409) void queries.invalidateQueries({ queryKey: key });
};

export const useAddSystem = () =>
  useMutation({
    mutationFn: (form: SystemForm) => client.post('/register/systems', form),
    onSuccess: tookSystem,
  });

export const useChangeSystem = (system_id: number) =>
  useMutation({
    mutationFn: (form: SystemForm) => client.put('/register/systems/{system_id}', form, { system_id }),
    onSuccess: tookSystem,
    onError: lookAgain(['system', system_id]),
  });

export const useActOnSystem = (system_id: number) =>
  useMutation({
    mutationFn: (action: SystemAction) =>
      client.post('/register/systems/{system_id}/actions', action, { system_id }),
    onSuccess: tookSystem,
    onError: lookAgain(['system', system_id]),
  });

export const useReconciliation = () =>
  useQuery({
    queryKey: ['reconciliation'],
    queryFn: ({ signal }) => client.get('/register/reconciliation', { signal }),
  });

export const usePlaces = () =>
  useQuery({ queryKey: ['places'], queryFn: ({ signal }) => client.get('/register/places', { signal }) });

export const useExemptions = () =>
  useQuery({
    queryKey: ['exemptions'],
    queryFn: ({ signal }) => client.get('/register/exemptions', { signal }),
  });

export const useAskForExemption = () =>
  useMutation({
    mutationFn: (form: ExemptionForm) => client.post('/register/exemptions', form),
    onSuccess: () => forget('exemptions', 'overview'),
  });

export const useActOnExemption = (exemption_id: number) =>
  useMutation({
    mutationFn: (action: ExemptionAction) =>
      client.post('/register/exemptions/{exemption_id}/actions', action, { exemption_id }),
    onSuccess: () => forget('exemptions', 'overview', 'subjects', 'subject'),
    onError: lookAgain(['exemptions']),
  });

export const useDays = () =>
  useQuery({ queryKey: ['days'], queryFn: ({ signal }) => client.get('/register/days', { signal }) });

export const tables = ['systems', 'places', 'days'] as const;
export type TableName = (typeof tables)[number];

export const useImport = () =>
  useMutation({
    // The file's own octets: it may be GBK, or XLSX.
    mutationFn: ({ table, file }: { table: TableName; file: File }) => client.put(`/register/${table}`, file),
    onSuccess: () => forget('systems', 'system', 'places', 'days', 'reconciliation', 'overview', 'subjects'),
  });
