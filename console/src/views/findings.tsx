// Subjects by filter, page after page as the server keys them; only the rows in sight are in the document.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { page_rows, useOverview, useSubjects, type SubjectFilter } from '../api/queries';
import { kinds, levels, type Level, type Subject } from '../api/types';
import { grouped } from '../format/numbers';
import { day_ms, hour_ms } from '../format/times';
import { LevelShape } from '../parts/icons';
import { Empty, LoadMore, Page, Panel, Problem, Waiting } from '../parts/page';
import { SubjectRows } from '../parts/subject_rows';
import { useWords } from '../words/provider';

// From here on the page says that filters would serve better.
const many_rows = 2000;
const periods = { day: day_ms, week: 7 * day_ms, month: 30 * day_ms } as const;

// Whole hours, so that the same filter is the same question for a while.
function sinceOf(text: string | null): string | undefined {
  if (!text) return undefined;
  const period = periods[text as keyof typeof periods];
  if (period) return new Date(Math.floor((Date.now() - period) / hour_ms) * hour_ms).toISOString();
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : undefined;
}

function filterOf(parameters: URLSearchParams): SubjectFilter {
  const chosen = (parameters.get('level') ?? '').split(',');
  return {
    level: levels.filter((level) => chosen.includes(level)),
    kind: kinds.find((kind) => kind === parameters.get('kind')),
    text: (parameters.get('text') ?? '').slice(0, 100),
    since: sinceOf(parameters.get('since')),
    order: parameters.get('order') === 'probability' ? 'probability' : 'last_seen',
  };
}

function useFilter() {
  const [parameters, setParameters] = useSearchParams();
  const filter = useMemo(() => filterOf(parameters), [parameters]);
  const set = (name: string, value: string) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return { filter, set, since: parameters.get('since') ?? '', clear: () => setParameters({}) };
}
type FilterState = ReturnType<typeof useFilter>;

function LevelToggles({ state }: { state: FilterState }) {
  const { t, language } = useWords();
  const counts = useOverview().data?.counts;
  const chosen = state.filter.level;
  const turn = (level: Level) => {
    const next = chosen.includes(level) ? chosen.filter((l) => l !== level) : [...chosen, level];
    state.set('level', next.join(','));
  };
  return (
    <fieldset>
      <legend>{t('level')}</legend>
      <div className="toggles">
        {levels.map((level) => (
          <button
            key={level}
            type="button"
            className={`toggle ${level}`}
            aria-pressed={chosen.includes(level)}
            onClick={() => turn(level)}
          >
            <LevelShape level={level} />
            {t(`level_${level}`)}
            {counts && <span className="n">{grouped(counts[level], language)}</span>}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Filters({ state }: { state: FilterState }) {
  const { t } = useWords();
  const [text, setText] = useState(state.filter.text);
  const send = useDebouncedCallback((value: string) => state.set('text', value.trim()), 300);
  const named = ['', 'day', 'week', 'month'];
  return (
    <form className="filters" role="search" aria-label={t('findings_filters')} onSubmit={(e) => e.preventDefault()}>
      <LevelToggles state={state} />
      <NativeSelect
        label={t('kind')}
        value={state.filter.kind ?? ''}
        onChange={(event) => state.set('kind', event.currentTarget.value)}
        data={[
          { value: '', label: t('kind_all') },
          ...kinds.map((value) => ({ value, label: t(`kind_${value}`) })),
        ]}
      />
      <NativeSelect
        label={t('findings_since')}
        value={state.since}
        onChange={(event) => state.set('since', event.currentTarget.value)}
        data={[
          ...named.map((value) => ({
            value,
            label: t(value ? (`since_${value}` as 'since_day') : 'since_any'),
          })),
          ...(named.includes(state.since)
            ? []
            : [{ value: state.since, label: t('since_date', { day: state.since }) }]),
        ]}
      />
      <TextInput
        label={t('findings_text')}
        placeholder={t('findings_text_hint')}
        type="search"
        w={250}
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          send(event.currentTarget.value);
        }}
      />
    </form>
  );
}

function NothingHere({ state }: { state: FilterState }) {
  const { t } = useWords();
  const { level, kind, text, since } = state.filter;
  const filtered = level.length > 0 || kind || text || since;
  return (
    <Panel>
      {filtered ? (
        <Empty title={t('findings_no_match')}>
          <Button variant="default" size="xs" onClick={state.clear}>
            {t('findings_clear')}
          </Button>
        </Empty>
      ) : (
        <Empty title={t('findings_none')} remedy={t('findings_none_remedy')}>
          <p>
            <Link to="/coverage">{t('to_coverage')}</Link>
          </p>
        </Empty>
      )}
    </Panel>
  );
}

function Rows({ state }: { state: FilterState }) {
  const { t, counted } = useWords();
  const query = useSubjects(state.filter);
  const rows = useMemo<Subject[]>(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  if (query.isError && rows.length === 0) {
    return <Problem error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isPending) return <Waiting lines={9} />;
  if (rows.length === 0) return <NothingHere state={state} />;
  const state_text = t(query.hasNextPage ? 'findings_more_exist' : 'findings_all');
  return (
    <>
      <Panel flush>
        <SubjectRows rows={rows} order={state.filter.order} onOrder={(order) => state.set('order', order)} />
      </Panel>
      {rows.length >= many_rows && (
        <p className="note wait">{t('findings_many', { count: rows.length })}</p>
      )}
      {query.isFetchNextPageError && (
        <Problem error={query.error} retry={() => void query.fetchNextPage()} />
      )}
      <div className="row" style={{ justifyContent: 'center', marginTop: 14 }}>
        <span className="soft small" role="status">
          {counted('findings_shown', rows.length)}; {state_text}
        </span>
        {query.hasNextPage && (
          <LoadMore query={query}> ({page_rows})</LoadMore>
        )}
      </div>
    </>
  );
}

export default function Findings() {
  const { t } = useWords();
  const state = useFilter();
  return (
    <Page title={t('findings_title')} intro={t('all_times_utc')}>
      <Filters state={state} />
      <Rows state={state} />
    </Page>
  );
}
