// Times: UTC on the page, local only on request.
import type { WordsInUse } from '../words/provider';

export const second_ms = 1000;
export const minute_ms = 60 * second_ms;
export const hour_ms = 60 * minute_ms;
export const day_ms = 24 * hour_ms;

// "2026-03-02 08:00"; whole seconds on request.
export const utcMinute = (time: string | number) =>
  new Date(time).toISOString().slice(0, 16).replace('T', ' ');
export const utcSecond = (time: string | number) =>
  new Date(time).toISOString().slice(0, 19).replace('T', ' ');
export const utcDay = (time: string | number) => new Date(time).toISOString().slice(0, 10);

export const localTime = (time: string, language: string) =>
  new Date(time).toLocaleString(language, {
    dateStyle: 'medium',
    timeStyle: 'long',
  });

// The largest unit that fits, rounded down: what is overdue by 47 hours is overdue by one day.
export function duration(ms: number, { counted }: Pick<WordsInUse, 'counted'>) {
  const abs = Math.abs(ms);
  if (abs >= 2 * day_ms) return counted('duration_days', Math.floor(abs / day_ms));
  if (abs >= 2 * hour_ms) return counted('duration_hours', Math.floor(abs / hour_ms));
  return counted('duration_minutes', abs === 0 ? 0 : Math.max(1, Math.floor(abs / minute_ms)));
}
