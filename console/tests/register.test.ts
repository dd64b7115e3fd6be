// What the register and the lists decide by themselves: order, deadlines, forms, and who may do what.
import { describe, expect, it } from 'vitest';
import { roles, type Exemption, type Notice, type NoticeItem, type Role, type Step, type SystemActionName, type SystemDetail } from '../src/api/types';
import { possibleAnswers, whoms } from '../src/format/answers';
import { marksOf, weeksOf } from '../src/format/calendar';
import { byDeadline, byNeed, leftUntilEndOf, progress } from '../src/format/deadlines';
import { byAttention, namePartOf, possibleDecisions } from '../src/format/exemptions';
import { fieldsOf, formOf, listOf, numberOf, problemsOf } from '../src/format/filing';
import { needsReason, possibleSteps, secondPersonState, stagesOf, submitterOf } from '../src/format/filing_steps';
import { coverageSaid } from '../src/format/zero_report';
import { tableProblem } from '../src/parts/table_file';

const allows = <T,>(what: (role: Role) => readonly T[]) =>
  Object.fromEntries(roles.map((role) => [role, what(role)])) as Record<Role, readonly T[]>;

describe('deadlines', () => {
  it('end with their day, in UTC', () => {
    expect(leftUntilEndOf('2026-11-30', Date.parse('2026-11-30T23:59:59Z'))).toBe(1000);
    expect(leftUntilEndOf('2026-11-30', Date.parse('2026-12-01T00:00:00Z'))).toBe(0);
  });
  it('put what is overdue first, then by day, then what waits for nothing', () => {
    const of = (name: string, due_on: string | null, overdue = false) => ({ name, due_on, overdue });
    const sorted = [of('b', null), of('later', '2026-12-24'), of('a', null), of('late', '2026-11-02', true), of('soon', '2026-12-02'), of('latest', '2026-10-01', true)].sort(byDeadline);
    expect(sorted.map((s) => s.name)).toEqual(['latest', 'late', 'soon', 'later', 'a', 'b']);
  });
  it('put open lists before answered ones, and priority lists first on the same day', () => {
    const list = (name: string, due_on: string, answered: number, more: Partial<Notice> = {}) =>
      ({ name, due_on, answered, items: 4, overdue: false, class: 'full', ...more }) as Notice;
    const sorted = [
      list('done', '2026-10-01', 4),
      list('full', '2026-12-03', 1),
      list('priority', '2026-12-03', 0, { class: 'priority' }),
      list('late', '2026-12-09', 3, { overdue: true }),
      list('done later', '2026-11-01', 4),
    ].sort(byNeed);
    expect(sorted.map((n) => n.name)).toEqual(['late', 'priority', 'full', 'done later', 'done']);
  });
  it('never call a list answered while an item is open', () => {
    expect(progress({ items: 1000, answered: 999 })).toBeLessThan(1);
    expect(progress({ items: 3, answered: 3 })).toBe(1);
    expect(progress({ items: 0, answered: 0 })).toBe(1);
    expect(progress({ items: 4, answered: 1 })).toBe(0.25);
  });
});

describe('the form of a filing', () => {
  it('reads lists as they come from tables, each once', () => {
    expect(listOf(' M-1, M-2；M-1\nM-3\t 、M-4 ')).toEqual(['M-1', 'M-2', 'M-3', 'M-4']);
    expect(listOf('  ')).toEqual([]);
  });
  it('reads numbers, and no comma, which is thousands for some', () => {
    expect(['', ' 12.5 ', '0'].map((text) => numberOf(text))).toEqual([null, 12.5, 0]);
    for (const wrong of ['1,500', '-1', '12 kW', '1e3', '∞']) expect(numberOf(wrong), wrong).toBeNaN();
    expect(numberOf('1.5', true)).toBeNaN();
  });
  it('tells each field what is wrong with it', () => {
    const wrong = { ...fieldsOf(), name: ' ', filed_kw: 'much', cpus: '1.5', gpus: '8', meters: Array.from({ length: 101 }, (_, i) => `M-${i}`).join(' ') };
    expect(problemsOf(wrong)).toEqual({ name: 'filing_name_needed', filed_kw: 'filing_number_wrong', cpus: 'filing_whole_wrong', meters: 'filing_too_many' });
    expect(problemsOf({ ...fieldsOf(), name: 'A' })).toEqual({});
  });
  it('sends what is unknown as null, not as nothing', () => {
    expect(formOf({ ...fieldsOf(), name: ' A ', filed_kw: '0' })).toEqual({
      name: 'A', unit: '', purpose: '', discipline: '', responsible: '', filed_kw: 0, cpus: null, gpus: null, disk_tb: null, meters: [], addresses: [],
    });
  });
});

describe('the steps of a filing', () => {
  const step = (action: string, by: string, to: Step['to']): Step => ({ at: '2026-11-01T00:00:00Z', by, action, from: null, to, text: '', document: null });
  const submitted = {
    status: 'submitted' as SystemDetail['status'],
    actions: ['approve', 'return'] as SystemActionName[],
    steps: [step('submit', 'x', 'submitted'), step('return', 'y', 'draft'), step('submit', 'li.na', 'submitted')],
  };
  it('know who submitted last', () => {
    expect(submitterOf(submitted)).toBe('li.na');
    expect(submitterOf({ steps: [] })).toBeUndefined();
  });
  it('offer approval to approvers and administrators, but not to who submitted', () => {
    const offered = allows((role) => possibleSteps(submitted, { name: 'somebody', role }));
    expect(offered).toEqual({ viewer: [], analyst: [], approver: ['approve', 'return'], administrator: ['approve', 'return'], auditor: [] });
    expect(possibleSteps(submitted, { name: 'li.na', role: 'approver' })).toEqual(['return']);
    expect(secondPersonState(submitted, { name: 'li.na', role: 'approver' })).toBe('own');
    expect(secondPersonState(submitted, { name: 'x', role: 'approver' })).toBe('you');
    expect(secondPersonState(submitted, { name: 'x', role: 'analyst' })).toBe('role');
    expect(secondPersonState({ ...submitted, status: 'filed' }, { name: 'x', role: 'approver' })).toBeNull();
  });
  it('offer the other steps to those who act', () => {
    const offered = allows((role) => possibleSteps({ ...submitted, actions: ['change', 'close'] }, { name: 'li.na', role }));
    expect(offered).toEqual({ viewer: [], analyst: ['change', 'close'], approver: ['change', 'close'], administrator: ['change', 'close'], auditor: [] });
  });
  it.each([
    ['submit', 'draft', false],
    ['submit', 'changed', true],
    ['approve', 'submitted', false],
    ['return', 'submitted', true],
    ['close', 'operating', true],
  ] as const)('need a reason: %s of what is %s: %s', (action, status, needed) => {
    expect(needsReason(action, status)).toBe(needed);
  });
  it('begin with the change where there was one, and show the end where it came', () => {
    expect(stagesOf(submitted)[0]).toBe('draft');
    expect(stagesOf({ status: 'submitted', steps: [step('change', 'x', 'changed')] })[0]).toBe('changed');
    for (const status of ['draft', 'submitted', 'approved', 'filed', 'built', 'operating', 'changed', 'closed', 'retired'] as const) {
      expect(stagesOf({ status, steps: [] })).toContain(status);
    }
  });
});

describe('exemptions', () => {
  const asked = { status: 'asked', asked_by: 'li.na' } as const;
  it('are decided by a second person', () => {
    const offered = allows((role) => possibleDecisions(asked, { name: 'somebody', role }));
    expect(offered).toEqual({ viewer: [], analyst: ['withdraw'], approver: ['approve', 'refuse', 'withdraw'], administrator: [], auditor: [] });
    expect(possibleDecisions(asked, { name: 'li.na', role: 'approver' })).toEqual(['withdraw']);
  });
  it.each([
    ['10.24.9.0/28', '10.24.9.'],
    ['10.24.0.0/16', '10.24.'],
    ['10.0.0.0/7', ''],
    ['10.24.9.7', '10.24.9.7'],
    ['M-CS-09', 'M-CS-09'],
    ['2001:db8:40:1::/64', '2001:db8:40:1:'],
  ])('lead to the findings of %s by “%s”', (host, part) => {
    expect(namePartOf(host)).toBe(part);
  });
  it('that ended are left alone', () => {
    for (const status of ['refused', 'withdrawn', 'expired'] as const) {
      expect(possibleDecisions({ ...asked, status }, { name: 'x', role: 'approver' })).toEqual([]);
    }
  });
  it('that were left come first, then those that wait', () => {
    const of = (exemption_id: number, status: Exemption['status'], outside = 0) => ({ exemption_id, status, outside, last_day: '2026-12-01' }) as Exemption;
    const sorted = [of(1, 'expired', 3), of(2, 'not_yet'), of(3, 'in_force'), of(4, 'asked'), of(5, 'in_force', 1)].sort(byAttention);
    expect(sorted.map((e) => e.exemption_id)).toEqual([5, 4, 3, 2, 1]);
  });
});

describe('items of a list', () => {
  const candidate = (subject_id: number, why: NoticeItem['candidates'][number]['why']) => ({ subject_id, why, name: '', level: 'probable' as const, unit: '', case_id: null });
  it('can become a case only where somebody can be named', () => {
    const bare = { status: 'open' as const, candidates: [], source_address: null };
    expect(possibleAnswers(bare)).toEqual(['cannot_locate', 'misreport', 'dealt_with']);
    expect(possibleAnswers({ ...bare, source_address: '192.0.2.1' })[0]).toBe('open_case');
    expect(possibleAnswers({ ...bare, candidates: [candidate(1, 'same_name')] })[0]).toBe('open_case');
    expect(possibleAnswers({ ...bare, status: 'misreport' })).toEqual(['reopen']);
  });
  it('name the host at the source address unless a candidate is that host', () => {
    expect(whoms({ candidates: [candidate(4, 'same_service')], source_address: '192.0.2.1' })).toEqual([4, null]);
    expect(whoms({ candidates: [candidate(4, 'same_address')], source_address: '192.0.2.1' })).toEqual([4]);
    expect(whoms({ candidates: [candidate(4, 'same_name')], source_address: null })).toEqual([4]);
  });
});

describe('the calendar', () => {
  const listed = marksOf({ items: [{ day: '2026-10-01', working: false }, { day: '2026-10-10', working: true }, { day: '2026-10-12', working: true }] });
  const october = weeksOf(2026, 9, listed);
  it('begins its weeks on Monday and has every day once', () => {
    expect(october[0]?.map((d) => d?.number ?? null)).toEqual([null, null, null, 1, 2, 3, 4]);
    expect(october.flat().filter((d) => d !== null)).toHaveLength(31);
    expect(weeksOf(2024, 1, listed).flat().filter((d) => d !== null)).toHaveLength(29);
  });
  it('marks days off, weekends, and weekends that are worked', () => {
    const mark = (day: string) => october.flat().find((d) => d?.day === day)?.mark;
    expect(['2026-10-01', '2026-10-10', '2026-10-11', '2026-10-12', '2026-10-13'].map(mark)).toEqual(['off', 'working', 'weekend', 'plain', 'plain']);
  });
});

describe('a zero report', () => {
  it('is good news only where all was covered', () => {
    expect(coverageSaid({ statement: 'nothing_found_in_what_was_covered', covered_share: 1 }).kind).toBe('good');
    expect(coverageSaid({ statement: 'nothing_found_in_what_was_covered', covered_share: 0.999 }).kind).not.toBe('good');
    expect(coverageSaid({ statement: 'nobody_looked', covered_share: 0 }).kind).toBe('bad');
    expect(coverageSaid({ statement: 'found', covered_share: 1 }).kind).toBe('wait');
  });
});

describe('a table to be sent', () => {
  it('is refused here if it is old Excel or too large', () => {
    expect(tableProblem({ name: 'list.xls', size: 10 })).toBe('import_old_excel');
    expect(tableProblem({ name: 'list.xlsx', size: 8 * 1024 * 1024 + 1 })).toBe('import_too_large');
    expect(tableProblem({ name: 'list.xlsx', size: 8 * 1024 * 1024 })).toBeNull();
    expect(tableProblem(null)).toBeNull();
  });
});
