// How values are shown: one component a kind of value.
import type { ReactNode } from 'react';
import type { Interval, Level } from '../api/types';
import { interval } from '../format/numbers';
import { localTime, utcMinute, utcSecond } from '../format/times';
import { useWords } from '../words/provider';
import { LevelShape } from './icons';

export function Time({ at, seconds = false }: { at: string; seconds?: boolean }) {
  const { language, t } = useWords();
  return (
    <time dateTime={at} title={t('local_time', { time: localTime(at, language) })} className="nb">
      {seconds ? utcSecond(at) : utcMinute(at)}
    </time>
  );
}

export function LevelMark({ level, big = false }: { level: Level; big?: boolean }) {
  const { t } = useWords();
  return (
    <span className={`level ${level}${big ? ' big' : ''}`} title={t(`meaning_${level}`)}>
      <LevelShape level={level} />
      {t(`level_${level}`)}
    </span>
  );
}

export function IntervalText({ value, unit }: { value: Interval; unit: string }) {
  return <span>{interval(value, unit, useWords())}</span>;
}

// An interval on a scale from nothing to `max`.
export function IntervalBar({ value, max }: { value: Interval; max: number }) {
  const x = (v: number) => `${max > 0 ? (100 * v) / max : 0}%`;
  const width = `${max > 0 ? (100 * (value.upper - value.lower)) / max : 0}%`;
  return (
    <svg className="interval-bar" aria-hidden="true">
      <line x1="0" x2="100%" y1="7" y2="7" stroke="var(--line)" />
      <rect x={x(value.lower)} y="3" width={width} height="8" fill="currentColor" fillOpacity=".3" />
      <circle cx={x(value.best)} cy="7" r="4" fill="currentColor" />
    </svg>
  );
}

// A list of what is known; what is not known is left out.
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ label, children, wide = false }: FactOptions) {
  if (children === null || children === undefined || children === '' || children === false) return null;
  return (
    <div className={wide ? 'wide' : undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
interface FactOptions {
  label: string;
  children: ReactNode;
  wide?: boolean;
}
