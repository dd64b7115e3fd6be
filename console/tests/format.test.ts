import { describe, expect, it } from 'vitest';
import type { CoverageCell } from '../src/api/types';
import { coverBySensor, gapsOf } from '../src/figures/coverage_map';
import { everyDay } from '../src/figures/trend';
import { auditDetail } from '../src/format/log_text';
import type { WordsInUse } from '../src/words/provider';
import { grouped, interval, octets, percent, rounded, strengthWord } from '../src/format/numbers';
import { duration, hour_ms, utcDay, utcMinute } from '../src/format/times';
import { en } from '../src/words/en';
import { filled, type Counted, type Gaps, type Word } from '../src/words/words';
import { zh } from '../src/words/zh';

const t = (word: Word, gaps?: Gaps) => filled(en[word], gaps);
const english = { language: 'en' as const, t };
const chinese = { language: 'zh-Hans' as const, t: (word: Word, gaps?: Gaps) => filled(zh[word], gaps) };
const counted = (base: Counted, count: number) => t(`${base}_${count === 1 ? 'one' : 'many'}`, { count });

describe('numbers', () => {
  it('round to three digits that count, never before the point', () => {
    expect(rounded(1395.9, 'en')).toBe('1,396');
    expect(rounded(12.345, 'en')).toBe('12.3');
    expect(rounded(0.0012345, 'en')).toBe('0.00123');
    expect(grouped(2_214_000_000, 'en')).toBe('2,214,000,000');
  });
  it('say intervals', () => {
    expect(interval({ lower: 10, best: 12, upper: 15 }, 'kW', english)).toBe('12 (10 to 15) kW');
    expect(interval({ lower: 10, best: 12, upper: 15 }, 'kW', chinese)).toBe('12（10 至 15）kW');
  });
  it('give all ends of an interval one prefix', () => {
    expect(interval({ lower: 900, best: 1500, upper: 2200 }, 'H/s', english)).toBe('1.5 (0.9 to 2.2) kH/s');
    expect(interval({ lower: 7.5, best: 26.7, upper: 202 }, 'W', english)).toBe('26.7 (7.5 to 202) W');
  });
  it('say an upper bound where that is all there is', () => {
    expect(interval({ lower: 0, best: 0, upper: 3 }, 'kW', english)).toBe('below 3 kW');
  });
  it('count octets', () => {
    expect(octets(1_616_000_000_000, 'en')).toBe('1.62 TB');
    expect(octets(0, 'en')).toBe('0 B');
  });
  it('never call certain what is not', () => {
    expect(percent(0.999999, 'en')).toBe('> 99.9\u00a0%');
    expect(percent(0.969, 'en')).toBe('97\u00a0%');
    expect(percent(0.9951, 'en')).toBe('99.5\u00a0%');
    expect(percent(0.0003, 'en')).toBe('< 0.1\u00a0%');
    expect(percent(0, 'en')).toBe('0\u00a0%');
    expect(percent(1, 'en')).toBe('100\u00a0%');
  });
  it('name strengths as the report does', () => {
    expect([-1, 0.5, 1, 3, 5].map(strengthWord)).toEqual([
      'strength_negative',
      'strength_slight',
      'strength_moderate',
      'strength_strong',
      'strength_very_strong',
    ]);
  });
});

describe('times', () => {
  it('are UTC', () => {
    expect(utcMinute('2026-03-02T08:00:02.649087Z')).toBe('2026-03-02 08:00');
    expect(utcDay('2026-03-01T23:59:59Z')).toBe('2026-03-01');
  });
  it('are told in the largest unit that fits', () => {
    expect(duration(3 * 24 * hour_ms + 5, { counted })).toBe('3 days');
    expect(duration(-26 * hour_ms, { counted })).toBe('26 hours');
    expect(duration(20_000, { counted })).toBe('1 minute');
    expect(duration(0, { counted })).toBe('0 minutes');
  });
});

describe('the trend', () => {
  it('has a place for each of thirty days, also where nothing was found', () => {
    const day = { day: '2026-03-02', confirmed: 2, probable: 0, suspected: 0, cleared: 0, unknown: 0 };
    const days = everyDay([day], Date.parse('2026-03-10T05:00:00Z'));
    expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([30, '2026-02-09', '2026-03-10']);
    expect(days.filter((d) => d.confirmed > 0)).toEqual([day]);
  });
});

describe('what the audit tells', () => {
  const words = {
    t: (key: string) => `<${key}>`,
    named: (of: string, key: string) => `<${of} ${key}>`,
    reason: (text: string) => `(${text})`,
  } as unknown as WordsInUse;
  it.each([
    ['li', 'case.approve', 'close: seen on site', '<asked_close>: seen on site'],
    ['li', 'case.note', 'close: to the door', 'close: to the door'],
    ['davy', 'case.opened', 'opened by a verdict', '(opened by a verdict)'],
    ['li', 'system.submit', 'submitted', '<status submitted>'],
    ['li', 'register.import', '2 rows, 0 refused', '(2 rows, 0 refused)'],
  ])('%s %s %s', (actor, action, detail, said) => {
    expect(auditDetail({ actor, action, detail }, words)).toBe(said);
  });
});

describe('coverage', () => {
  const from = Date.parse('2026-03-02T00:00:00Z');
  const cell = (hour: number, alive_seconds = 3600, dropped = 0): CoverageCell => ({
    sensor: 'a',
    hour: new Date(from + hour * hour_ms).toISOString(),
    alive_seconds,
    packets: 1,
    octets: 1,
    flows: 1,
    malformed: 0,
    dropped,
  });
  it('finds gaps, and does not count the hour that still runs', () => {
    const cells = [cell(0), cell(1, 3600, 5), cell(4, 1800)];
    const now = from + 6.5 * hour_ms;
    const [row] = coverBySensor({ sensors: ['a'], cells }, from, from + 8 * hour_ms, now);
    expect(row?.covers).toEqual(['full', 'lossy', 'gap', 'gap', 'part', 'gap', 'future', 'future']);
    expect(row?.share).toBeCloseTo(2.5 / 6);
    const gaps = gapsOf(row ? [row] : [], from);
    expect(gaps.map((g) => [(g.from - from) / hour_ms, (g.to - from) / hour_ms, g.open])).toEqual([
      [5, 6, true],
      [2, 4, false],
    ]);
  });
  it('shows what was covered of the hour that still runs, and no open gap before it', () => {
    const now = from + 3.5 * hour_ms;
    const covers = (alive_s: number) => coverBySensor({ sensors: ['a'], cells: [cell(3, alive_s)] }, from, from + 4 * hour_ms, now)[0];
    expect(covers(1795)?.covers.at(-1)).toBe('full');
    expect(covers(300)?.covers.at(-1)).toBe('part');
    expect(covers(0)?.covers.at(-1)).toBe('future');
    const row = covers(300);
    expect(gapsOf(row ? [row] : [], from).map((g) => g.open)).toEqual([false]);
  });
  it('shows a sensor without any cell as silent', () => {
    const [row] = coverBySensor({ sensors: ['a'], cells: [] }, from, from + 2 * hour_ms, from + 9 * hour_ms);
    expect(row?.covers).toEqual(['gap', 'gap']);
  });
});
