import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useCases, type CaseState } from '../api/queries';
import { isClosed, phases, type Case, type Phase } from '../api/types';
import { utcDay } from '../format/times';
import { Deadline } from '../parts/deadline';
import { LevelMark, Time } from '../parts/format';
import { Empty, LoadMore, Page, Panel, Problem, Waiting } from '../parts/page';
import { CaseSections } from '../parts/sections';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';

function Card({ one }: { one: Case }) {
  const { t } = useWords();
  return (
    <Link to={`/cases/${one.case_id}`} className={`card${one.overdue ? ' late' : ''}`}>
      <LevelMark level={one.subject.level} />
      <span className="title">{one.subject.name}</span>
      <span className="soft">
        {t('case_number', { id: one.case_id })} · {one.owner ?? t('owner_none')}
      </span>
      <br />
      {one.phase !== 'closed' && <Deadline one={one} />}
      {one.waits_for_second_person && <div className="tag wait">{t('second_waits')}</div>}
    </Link>
  );
}

function Board({ cases, state }: { cases: Case[]; state: CaseState }) {
  const { t } = useWords();
  const of = (phase: Phase) => cases.filter((one) => one.phase === phase);
  // A column that the filter leaves empty by its nature is not shown.
  const columns = phases.filter((phase) =>
    of(phase).length > 0 || state === 'all' || (state === 'closed') === isClosed({ phase }),
  );
  return (
    <div className="board" role="region" aria-label={t('cases_board')} tabIndex={0}>
      {columns.map((phase) => (
        <section key={phase} aria-label={t(`phase_${phase}`)}>
          <h2>
            {t(`phase_${phase}`)} <span>{of(phase).length}</span>
          </h2>
          {of(phase).map((one) => (
            <Card key={one.case_id} one={one} />
          ))}
          {of(phase).length === 0 && <div className="none">{t('board_empty')}</div>}
        </section>
      ))}
    </div>
  );
}

function List({ cases }: { cases: Case[] }) {
  const { t } = useWords();
  const columns: Column<Case>[] = [
    {
      key: 'subject',
      label: t('case'),
      cell: (one) => (
        <>
          <Link to={`/cases/${one.case_id}`} className="strong any">
            {one.subject.name}
          </Link>
          <small>{t('case_number', { id: one.case_id })}</small>
        </>
      ),
      by: (one) => one.case_id,
    },
    { key: 'level', label: t('level'), cell: (one) => <LevelMark level={one.subject.level} /> },
    {
      key: 'phase',
      label: t('phase'),
      cell: (one) => (
        <>
          {t(`phase_${one.phase}`)}
          {one.waits_for_second_person && <small className="probable">{t('second_waits')}</small>}
        </>
      ),
      by: (one) => phases.indexOf(one.phase),
    },
    { key: 'owner', label: t('owner'), cell: (one) => one.owner ?? t('owner_none'), by: (one) => one.owner ?? '' },
    { key: 'cause', label: t('cause'), cell: (one) => t(`cause_${one.cause}`), by: (one) => one.cause },
    { key: 'opened', label: t('opened'), cell: (one) => <Time at={one.opened_at} />, by: (one) => one.opened_at },
    {
      key: 'due',
      label: t('due'),
      cell: (one) =>
        one.phase === 'closed' ? (
          utcDay(one.due_at)
        ) : (
          <>
            {utcDay(one.due_at)}
            <small>
              <Deadline one={one} />
            </small>
          </>
        ),
      by: (one) => one.due_at,
    },
  ];
  return (
    <Panel flush>
      <Table caption={t('cases_title')} columns={columns} rows={cases} rowKey={(one) => one.case_id} />
    </Panel>
  );
}

const states: readonly CaseState[] = ['open', 'closed', 'all'];

export default function Cases() {
  const { t } = useWords();
  const [parameters, setParameters] = useSearchParams();
  const state = states.find((s) => s === parameters.get('state')) ?? 'open';
  const look = parameters.get('look') === 'list' ? 'list' : 'board';
  const query = useCases(state);
  const cases = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const set = (name: string, value: string) =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      next.set(name, value);
      return next;
    });
  return (
    <Page
      title={t('cases_title')}
      side={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('cases_state')}
            value={state}
            onChange={(value) => set('state', value)}
            data={states.map((value) => ({ value, label: t(`state_${value}`) }))}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('cases_board')}
            value={look}
            onChange={(value) => set('look', value)}
            data={[
              { value: 'board', label: t('cases_board') },
              { value: 'list', label: t('cases_list') },
            ]}
          />
        </>
      }
    >
      <CaseSections />
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.data && cases.length === 0 && (
        <Panel>
          <Empty title={t('cases_none')} remedy={t('cases_none_remedy')}>
            <p>
              <Link to="/findings">{t('findings_title')}</Link>
            </p>
          </Empty>
        </Panel>
      )}
      {cases.length > 0 && (look === 'board' ? <Board cases={cases} state={state} /> : <List cases={cases} />)}
      {query.hasNextPage && (
        <div className="row" style={{ justifyContent: 'center', marginTop: 12 }}>
          <span className="soft small">{t('cases_more_waiting')}</span>
          <LoadMore query={query} />
        </div>
      )}
    </Page>
  );
}
