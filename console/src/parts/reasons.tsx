// Why: the reasons of a verdict, strongest first.
import type { Reason } from '../api/types';
import { rounded, strengthWord } from '../format/numbers';
import { useWords } from '../words/provider';

export function Strength({ nats }: { nats: number }) {
  const { t, language } = useWords();
  return t('strength_said', { word: t(strengthWord(nats)), nats: rounded(nats, language) });
}

export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const { t, reason, named } = useWords();
  if (reasons.length === 0) return <p className="soft">{t('reasons_none')}</p>;
  return (
    <ul className="reasons">
      {reasons.map((r) => (
        <li key={`${r.detector} ${r.evidence}`}>
          {reason(r.evidence)}
          <small>
            {named('detector', r.detector)} · <Strength nats={r.strength_nats} />
          </small>
        </li>
      ))}
    </ul>
  );
}
