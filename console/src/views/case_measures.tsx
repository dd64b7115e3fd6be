// What else a case holds: benign explanations that were considered, what was done, and who is behind it.
import type { Case } from '../api/types';
import { utcMinute } from '../format/times';
import { Time } from '../parts/format';
import { Panel } from '../parts/page';
import { useWords } from '../words/provider';

export function Explanations({ explanations }: Pick<Case, 'explanations'>) {
  const { t } = useWords();
  return (
    <Panel title={t('explanations_title')} aside={t('explanations_intro')}>
      {explanations.length === 0 && <p className="soft">{t('explanations_none')}</p>}
      <ul className="reasons">
        {explanations.map((one) => (
          <li key={`${one.at} ${one.explanation}`}>
            <span className={`tag ${one.excluded ? 'good' : 'wait'}`}>
              {t(one.excluded ? 'explanation_excluded' : 'explanation_possible')}
            </span>{' '}
            <span className="strong">{t(`explanation_${one.explanation}`)}</span>
            <div className="any">{one.text}</div>
            <small>
              {one.by}, <Time at={one.at} />
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function measureText(one: Case, t: ReturnType<typeof useWords>['t']) {
  return one.measure === null ? t('measure_none') : t(`measure_${one.measure}`);
}

export function identityText({ identity }: Case, t: ReturnType<typeof useWords>['t']) {
  if (!identity.recorded) return t('identity_none');
  if (identity.opened_at === null || identity.text === null) return t('identity_sealed');
  return t('identity_opened', { text: identity.text, time: utcMinute(identity.opened_at) });
}
