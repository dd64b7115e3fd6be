// How loud a zero report speaks: only what was wholly covered and without a finding is good news.
import type { ZeroReport } from '../api/types';

export function coverageSaid({ statement, covered_share }: Pick<ZeroReport, 'statement' | 'covered_share'>) {
  const missing = Math.max(0, 1 - covered_share);
  if (statement === 'nobody_looked') return { kind: 'bad' as const, missing };
  if (statement === 'found') return { kind: 'wait' as const, missing };
  return { kind: missing > 0 ? ('' as const) : ('good' as const), missing };
}
