import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCoverage } from '../api/queries';
import type { CoverageMap } from '../api/types';
import { coverBySensor, gapsOf, type Gap, type SensorCover } from '../figures/coverage_map';
import { HeatMap } from '../figures/heat_map';
import { grouped, octets, percent } from '../format/numbers';
import { day_ms, duration, hour_ms, utcDay, utcMinute } from '../format/times';
import { Empty, Loaded, Page, Panel } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';
import { ZeroReport } from './coverage_zero';

type RangeName = 'day' | 'week' | 'month' | 'own';
const range_names: readonly RangeName[] = ['day', 'week', 'month', 'own'];
const days_of = { day: 1, week: 7, month: 30 } as const;
const days_max = 92;
const first_sensors = 40;

// Ends with the hour that runs now.
function lastDays(days: number) {
  const to = Math.ceil(Date.now() / hour_ms) * hour_ms;
  return { from: to - days * day_ms, to };
}

function OwnRange({ onChoose }: { onChoose: (range: { from: number; to: number }) => void }) {
  const { t } = useWords();
  const [from, setFrom] = useState(utcDay(Date.now() - 14 * day_ms));
  const [to, setTo] = useState(utcDay(Date.now()));
  const [begin, end] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`) + day_ms];
  const right = end > begin && end - begin <= days_max * day_ms;
  return (
    <div className="filters">
      <TextInput type="date" label={t('range_from')} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
      <TextInput
        type="date"
        label={t('range_to')}
        value={to}
        onChange={(e) => setTo(e.currentTarget.value)}
        error={!right && t('range_wrong')}
      />
      <Button variant="default" disabled={!right} onClick={() => onChoose({ from: begin, to: end })}>
        {t('account_show')}
      </Button>
    </div>
  );
}

function Gaps({ gaps }: { gaps: Gap[] }) {
  const words = useWords();
  const { t, counted } = words;
  const columns: Column<Gap>[] = [
    { key: 'sensor', label: t('sensor'), cell: (g) => <span className="strong">{g.sensor}</span>, by: (g) => g.sensor },
    { key: 'from', label: t('gap_from'), cell: (g) => utcMinute(g.from), by: (g) => g.from },
    {
      key: 'to',
      label: t('gap_to'),
      cell: (g) => (g.open ? <span className="tag bad">{t('gap_open')}</span> : utcMinute(g.to)),
      by: (g) => g.to,
    },
    {
      key: 'length',
      label: t('gap_hours'),
      cell: (g) => duration(g.to - g.from, words),
      by: (g) => g.to - g.from,
      numeric: true,
    },
  ];
  if (gaps.length === 0) return <p className="note good">{t('gaps_none')}</p>;
  return (
    <Panel
      flush
      className="loud-edge"
      title={t('gaps_title')}
      aside={<span className="loud">{counted('gaps_count', gaps.length)}</span>}
    >
      <Table
        caption={t('gaps_title')}
        columns={columns}
        rows={gaps}
        rowKey={(g) => `${g.sensor} ${g.from}`}
      />
    </Panel>
  );
}

const sum = (row: SensorCover, key: 'packets' | 'octets' | 'flows' | 'malformed' | 'dropped') =>
  row.cells.reduce((total, cell) => total + (cell?.[key] ?? 0), 0);

function Totals({ rows }: { rows: SensorCover[] }) {
  const { t, language } = useWords();
  const number = (key: 'packets' | 'flows' | 'malformed' | 'dropped'): Column<SensorCover> => ({
    key,
    label: t(key),
    cell: (row) => grouped(sum(row, key), language),
    by: (row) => sum(row, key),
    numeric: true,
  });
  const columns: Column<SensorCover>[] = [
    { key: 'sensor', label: t('sensor'), cell: (row) => row.sensor, by: (row) => row.sensor },
    {
      key: 'share',
      label: t('covered_share'),
      cell: (row) => <span className={row.share < 0.95 ? 'loud' : ''}>{percent(row.share, language)}</span>,
      by: (row) => row.share,
      numeric: true,
    },
    number('packets'),
    {
      key: 'octets',
      label: t('octets'),
      cell: (row) => octets(sum(row, 'octets'), language),
      by: (row) => sum(row, 'octets'),
      numeric: true,
    },
    number('flows'),
    number('malformed'),
    number('dropped'),
  ];
  return (
    <Panel flush title={t('sensor_totals')}>
      <Table caption={t('sensor_totals')} columns={columns} rows={rows} rowKey={(row) => row.sensor} />
    </Panel>
  );
}

function Map({ map, from, to }: { map: CoverageMap; from: number; to: number }) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const rows = useMemo(() => coverBySensor(map, from, to, Date.now()), [map, from, to]);
  const gaps = useMemo(() => gapsOf(rows, from), [rows, from]);
  if (rows.length === 0) {
    return (
      <Panel>
        <Empty title={t('coverage_none')} remedy={t('coverage_none_remedy')} />
      </Panel>
    );
  }
  // Those that missed most come first where not all are shown.
  const by_need = rows.length > first_sensors ? [...rows].sort((a, b) => a.share - b.share) : rows;
  const shown = all ? by_need : by_need.slice(0, first_sensors);
  return (
    <>
      <Panel aside={t('cover_keys')}>
        <HeatMap rows={shown} from={from} />
        {shown.length < rows.length && (
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            {t('needs_all', { count: rows.length })}
          </Button>
        )}
      </Panel>
      <Gaps gaps={gaps} />
      <Totals rows={rows} />
    </>
  );
}

export default function Coverage() {
  const { t } = useWords();
  const [name, setName] = useState<RangeName>('week');
  const [range, setRange] = useState(() => lastDays(days_of.week));
  const query = useCoverage(new Date(range.from).toISOString(), new Date(range.to).toISOString());
  const choose = (value: string) => {
    const chosen = range_names.find((r) => r === value) ?? 'week';
    setName(chosen);
    if (chosen !== 'own') setRange(lastDays(days_of[chosen]));
  };
  return (
    <Page
      title={t('coverage_title')}
      intro={t('coverage_intro')}
      side={
        <SegmentedControl
          size="xs"
          aria-label={t('range')}
          value={name}
          onChange={choose}
          data={range_names.map((value) => ({ value, label: t(`range_${value}`) }))}
        />
      }
    >
      {name === 'own' && <OwnRange onChoose={setRange} />}
      <Loaded query={query} lines={9}>
        {(map) => <Map map={map} from={range.from} to={range.to} />}
      </Loaded>
      <ZeroReport key={`${range.from} ${range.to}`} from={range.from} to={range.to} />
    </Page>
  );
}
