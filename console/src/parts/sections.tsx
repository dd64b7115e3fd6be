// What stands under Cases: our own, and the lists that an authority sent.
import { NavLink } from 'react-router-dom';
import { useWords } from '../words/provider';

export function CaseSections() {
  const { t } = useWords();
  return (
    <nav className="sections no-print" aria-label={t('cases_sections')}>
      <NavLink to="/cases" end>
        {t('cases_title')}
      </NavLink>
      <NavLink to="/notices" end>
        {t('notices_title')}
      </NavLink>
    </nav>
  );
}
