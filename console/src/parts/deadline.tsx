import type { Case } from '../api/types';
import { duration } from '../format/times';
import { useWords } from '../words/provider';

// Loud when it is over.
export function Deadline({ one }: { one: Pick<Case, 'due_at' | 'overdue'> }) {
  const words = useWords();
  const left = Date.parse(one.due_at) - Date.now();
  return one.overdue ? (
    <span className="tag bad">{words.t('overdue_by', { duration: duration(left, words) })}</span>
  ) : (
    <span className="soft nb">{words.t('due_in', { duration: duration(left, words) })}</span>
  );
}
