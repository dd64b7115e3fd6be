// The form of a filing: as people fill it in, and as it is sent.
import type { System, SystemForm } from '../api/types';

export interface FilingFields {
  name: string;
  unit: string;
  purpose: string;
  discipline: string;
  responsible: string;
  filed_kw: string;
  cpus: string;
  gpus: string;
  disk_tb: string;
  meters: string;
  addresses: string;
}
export const text_fields = ['unit', 'responsible', 'discipline', 'purpose'] as const;
export const number_fields = ['filed_kw', 'cpus', 'gpus', 'disk_tb'] as const;
export const list_fields = ['meters', 'addresses'] as const;
const whole_numbers: readonly string[] = ['cpus', 'gpus'];
const list_max = 100;

const said = (value: number | null) => (value === null ? '' : String(value));

export const fieldsOf = (system?: System): FilingFields => ({
  name: system?.name ?? '',
  unit: system?.unit ?? '',
  purpose: system?.purpose ?? '',
  discipline: system?.discipline ?? '',
  responsible: system?.responsible ?? '',
  filed_kw: said(system?.filed_kw ?? null),
  cpus: said(system?.cpus ?? null),
  gpus: said(system?.gpus ?? null),
  disk_tb: said(system?.disk_tb ?? null),
  meters: (system?.meters ?? []).join('\n'),
  addresses: (system?.addresses ?? []).join('\n'),
});

// One a line, or with spaces, commas or semicolons between, as they come from tables; each once.
export const listOf = (text: string) => [...new Set(text.split(/[\s,;，；、]+/).filter((part) => part !== ''))];

// An empty field is unknown; NaN: no number of this kind.
export function numberOf(text: string, whole = false): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  // No comma: it parts thousands for some and decimals for others.
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return NaN;
  const value = Number(trimmed);
  return whole && !Number.isInteger(value) ? NaN : value;
}

export type FilingProblem = 'filing_name_needed' | 'filing_number_wrong' | 'filing_whole_wrong' | 'filing_too_many';
export type FilingProblems = Partial<Record<keyof FilingFields, FilingProblem>>;

export function problemsOf(fields: FilingFields): FilingProblems {
  const out: FilingProblems = {};
  if (fields.name.trim() === '') out.name = 'filing_name_needed';
  for (const field of number_fields) {
    const whole = whole_numbers.includes(field);
    if (Number.isNaN(numberOf(fields[field], whole))) out[field] = whole ? 'filing_whole_wrong' : 'filing_number_wrong';
  }
  for (const field of list_fields) if (listOf(fields[field]).length > list_max) out[field] = 'filing_too_many';
  return out;
}

export const formOf = (fields: FilingFields): SystemForm => ({
  name: fields.name.trim(),
  unit: fields.unit.trim(),
  purpose: fields.purpose.trim(),
  discipline: fields.discipline.trim(),
  responsible: fields.responsible.trim(),
  filed_kw: numberOf(fields.filed_kw),
  cpus: numberOf(fields.cpus, true),
  gpus: numberOf(fields.gpus, true),
  disk_tb: numberOf(fields.disk_tb),
  meters: listOf(fields.meters),
  addresses: listOf(fields.addresses),
});
