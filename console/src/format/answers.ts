// What may be answered to an item of a list, and whom a case may be about.
import type { NoticeAnswer, NoticeItem } from '../api/types';

export type Answer = NoticeAnswer['action'];

// Nobody can be named where neither an address nor anything of ours stands.
const canOpenCase = (item: Pick<NoticeItem, 'candidates' | 'source_address'>) =>
  item.candidates.length > 0 || item.source_address !== null;

export function possibleAnswers(item: Pick<NoticeItem, 'status' | 'candidates' | 'source_address'>): Answer[] {
  if (item.status !== 'open') return ['reopen'];
  return [...(canOpenCase(item) ? (['open_case'] as const) : []), 'cannot_locate', 'misreport', 'dealt_with'];
}

// null: the host at the source address, which the server finds or makes; left out where a candidate is that host.
export function whoms(item: Pick<NoticeItem, 'candidates' | 'source_address'>): (number | null)[] {
  const named = item.candidates.map(({ subject_id }) => subject_id);
  const has_source = item.candidates.some(({ why }) => why === 'same_address');
  return item.source_address !== null && !has_source ? [...named, null] : named;
}
