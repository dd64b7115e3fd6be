// What a system uses of what was filed: a bar, with a mark where the filed capacity ends; the numbers stand above it.
import type { System } from '../api/types';
import { rounded } from '../format/numbers';
import { useWords } from '../words/provider';

// As the reconciliation has it.
const little = 1 / 3;

export function UsedOfFiled({ system }: { system: Pick<System, 'filed_kw' | 'used_kw'> }) {
  const { t, language } = useWords();
  const { filed_kw: filed, used_kw: used } = system;
  if (filed === null && used === null) return null;
  if (used === null) return <span className="nb">{t('filed_only', { filed: rounded(filed!, language) })}</span>;
  if (filed === null) return <span className="nb">{t('used_only', { used: rounded(used, language) })}</span>;
  const beyond = used > filed;
  const width = Math.max(filed, used, 1e-9);
  const percentOf = (value: number) => `${(100 * value) / width}%`;
  return (
    <div className={`used${beyond ? ' beyond' : ''}`}>
      <span className="nb">{t('filed_used_said', { used: rounded(used, language), filed: rounded(filed, language) })}</span>
      <svg aria-hidden="true">
        <rect x="0" y="3" width="100%" height="6" rx="2" className="room" />
        <rect x="0" y="3" width={percentOf(used)} height="6" rx="2" className="use" />
        <line x1={percentOf(filed)} x2={percentOf(filed)} y1="0" y2="12" className="end" />
      </svg>
      {beyond && <small className="loud">{t('used_beyond')}</small>}
      {used < filed * little && <small>{t('used_little')}</small>}
    </div>
  );
}
