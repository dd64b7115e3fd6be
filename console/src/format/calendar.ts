// A year as months of weeks that begin on Monday.
import type { DayList } from '../api/types';
import { day_ms, utcDay } from './times';

export type DayMark = 'off' | 'working' | 'weekend' | 'plain';
export interface CalendarDay {
  day: string;
  number: number;
  mark: DayMark;
}

const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

export const marksOf = ({ items }: DayList): ReadonlyMap<string, boolean> => new Map(items.map(({ day, working }) => [day, working]));

export function markOf(day: string, listed: ReadonlyMap<string, boolean>): DayMark {
  const working = listed.get(day);
  if (working === false) return 'off';
  if (!isWeekend(day)) return 'plain';
  return working ? 'working' : 'weekend';
}

// Weeks of a month, null where a day is of another; `month` 0 is January.
export function weeksOf(year: number, month: number, listed: ReadonlyMap<string, boolean>): (CalendarDay | null)[][] {
  const first = Date.UTC(year, month, 1);
  const count = Math.round((Date.UTC(year, month + 1, 1) - first) / day_ms);
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const cells: (CalendarDay | null)[] = Array.from({ length: before }, () => null);
  for (let i = 0; i < count; i++) {
    const day = utcDay(first + i * day_ms);
    cells.push({ day, number: i + 1, mark: markOf(day, listed) });
  }
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
