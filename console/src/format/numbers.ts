// Numbers as people read them, with their units.
import type { Interval } from '../api/types';
import type { WordsInUse } from '../words/provider';

type Few = Pick<WordsInUse, 'language' | 't'>;

export function grouped(value: number, language: string) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

// Three digits that count, and no fewer than stand before the point.
export function rounded(value: number, language: string) {
  return new Intl.NumberFormat(language, {
    maximumSignificantDigits: Math.abs(value) >= 1000 ? 21 : 3,
    maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : 20,
  }).format(Math.abs(value) >= 1000 ? Math.round(value) : value);
}

const prefixes = [
  [1e18, 'E'],
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

// One prefix for all numbers of an interval, by its upper end. kWh and the like have theirs already.
function scaleFor(upper: number, unit: string): [number, string] {
  if (unit !== 'W' && unit !== 'H/s' && unit !== 'B') return [1, unit];
  const found = prefixes.find(([factor]) => upper >= factor);
  return found ? [found[0], found[1] + unit] : [1, unit];
}

export const octets = (count: number, language: string) => {
  const [factor, unit] = scaleFor(count, 'B');
  return `${rounded(count / factor, language)} ${unit}`;
};

// "12 (10 to 15) kW"
export function interval(value: Interval, unit: string, { t, language }: Few) {
  const best_or_upper = value.best > 0 ? value.best : value.upper;
  const [factor, shown] = scaleFor(best_or_upper, unit);
  const text = (x: number) => rounded(x / factor, language);
  if (value.best <= 0 && value.lower <= 0 && value.upper > 0) {
    return t('interval_below', { upper: text(value.upper), unit: shown });
  }
  return t('interval', {
    best: text(value.best),
    lower: text(value.lower),
    upper: text(value.upper),
    unit: shown,
  }).trim();
}

// A space that does not break stands before the sign.
const per_cent = '\u00a0%';

// Never says 100 % of what is not certain, nor 0 % of what is not nothing.
export function percent(share: number, language: string) {
  const shown = (x: number, digits: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(x * 100);
  if (share >= 1) return `100${per_cent}`;
  if (share > 0.999) return `> ${shown(0.999, 1)}${per_cent}`;
  if (share > 0 && share < 0.001) return `< ${shown(0.001, 1)}${per_cent}`;
  return `${shown(share, share > 0.99 || share < 0.01 ? 1 : 0)}${per_cent}`;
}

// As the report: Kass and Raftery 1995, table 1.
export function strengthWord(nats: number) {
  if (nats < 0) return 'strength_negative' as const;
  if (nats < 1) return 'strength_slight' as const;
  if (nats < 3) return 'strength_moderate' as const;
  if (nats < 5) return 'strength_strong' as const;
  return 'strength_very_strong' as const;
}
