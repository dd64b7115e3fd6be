// That a finding lies inside an exemption: a word and a shape, never a colour alone.
import { Link } from 'react-router-dom';
import { useWords } from '../words/provider';
import { exemptionPlace } from './places';

export function ExemptMark({ id }: { id: number | null }) {
  const { t } = useWords();
  if (id === null) return null;
  return (
    <Link to={exemptionPlace(id)} className="exempt" title={t('exempt_of', { id })}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 .8 11 2.6v3.2c0 3-2 4.6-5 5.7-3-1.1-5-2.7-5-5.7V2.6z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      </svg>
      {t('exempt')}
    </Link>
  );
}
