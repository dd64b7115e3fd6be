// A way of several stages: what is done, where it stands, what comes.
import { useWords } from '../words/provider';
import { Icon } from './icons';

interface PhasesOptions {
  label: string;
  stages: readonly { key: string; said: string }[];
  at: number;
  skipped?: readonly string[];
}

export function PhaseLine({ label, stages, at, skipped = [] }: PhasesOptions) {
  const { t } = useWords();
  return (
    <ol className="phases" aria-label={label}>
      {stages.map(({ key, said }, i) => (
        <li
          key={key}
          className={i === at ? 'now' : i > at ? '' : skipped.includes(key) ? 'skipped' : 'done'}
          aria-current={i === at ? 'step' : undefined}
        >
          <span className="dot">{i < at && !skipped.includes(key) && <Icon name="check" />}</span>
          {said}
          {i < at && skipped.includes(key) ? (
            <small>{t('phase_skipped')}</small>
          ) : (
            i <= at && <span className="hidden">, {t(i < at ? 'phase_done' : 'phase_now')}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
