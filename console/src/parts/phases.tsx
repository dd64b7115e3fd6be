// A way of several stages: what is done, where it stands, what comes.
import { useWords } from '../words/provider';
import { Icon } from './icons';

interface PhasesOptions {
  label: string;
  stages: readonly { key: string; said: string }[];
  at: number;
}

export function PhaseLine({ label, stages, at }: PhasesOptions) {
  const { t } = useWords();
  return (
    <ol className="phases" aria-label={label}>
      {stages.map(({ key, said }, i) => (
        <li
          key={key}
          className={i < at ? 'done' : i === at ? 'now' : ''}
          aria-current={i === at ? 'step' : undefined}
        >
          <span className="dot">{i < at && <Icon name="check" />}</span>
          {said}
          {i <= at && <span className="hidden">, {t(i < at ? 'phase_done' : 'phase_now')}</span>}
        </li>
      ))}
    </ol>
  );
}
