// What is due on a day is due until that day is over, in UTC.
import type { Notice, System } from '../api/types';
import { day_ms } from './times';

const endOf = (day: string) => Date.parse(`${day}T00:00:00Z`) + day_ms;

// Below 0: over.
export const leftUntilEndOf = (day: string, now: number) => endOf(day) - now;

type Due = Pick<System, 'due_on' | 'overdue' | 'name'>;

// Overdue ones first, then by their day, then those that wait for nothing, by name.
export function byDeadline(a: Due, b: Due) {
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  if (a.due_on !== b.due_on) {
    if (a.due_on === null) return 1;
    if (b.due_on === null) return -1;
    return a.due_on < b.due_on ? -1 : 1;
  }
  return a.name.localeCompare(b.name, undefined, { numeric: true });
}

export const isAnswered = (notice: Pick<Notice, 'items' | 'answered'>) => notice.answered >= notice.items;

// Those that need somebody first: overdue, then by their day; answered ones last, latest first.
export function byNeed(a: Notice, b: Notice) {
  const [done_a, done_b] = [isAnswered(a), isAnswered(b)];
  if (done_a !== done_b) return done_a ? 1 : -1;
  if (done_a) return a.due_on < b.due_on ? 1 : -1;
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  if (a.due_on !== b.due_on) return a.due_on < b.due_on ? -1 : 1;
  return a.class === b.class ? 0 : a.class === 'priority' ? -1 : 1;
}

// Never all of it while something is open, nor nothing once something is answered.
export function progress({ items, answered }: Pick<Notice, 'items' | 'answered'>) {
  if (items <= 0) return 1;
  const share = answered / items;
  return answered < items ? Math.min(share, 0.99) : 1;
}
