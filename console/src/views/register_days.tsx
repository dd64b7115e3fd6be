// Days off, and weekend days that are worked, as a year's calendar.
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useDays } from '../api/register_queries';
import type { DayList } from '../api/types';
import { marksOf, weeksOf } from '../format/calendar';
import { Empty, Loaded, Panel } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';

type Day = DayList['items'][number];

// A Monday.
const some_monday = Date.UTC(2024, 0, 1);

function Month({ year, month, listed }: { year: number; month: number; listed: ReadonlyMap<string, boolean> }) {
  const { t, language } = useWords();
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(year, month, 1));
  const weekday = (i: number, style: 'narrow' | 'long') =>
    new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(some_monday + i * 86_400_000);
  return (
    <table className="month">
      <caption>{name}</caption>
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, i) => (
            <th key={i} scope="col" abbr={weekday(i, 'long')}>
              {weekday(i, 'narrow')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(year, month, listed).map((week, i) => (
          <tr key={i}>
            {week.map((cell, j) =>
              cell ? (
                <td key={j}>
                  <span className={cell.mark}>
                    {cell.number}
                    {(cell.mark === 'off' || cell.mark === 'working') && <span className="hidden"> {t(`days_${cell.mark}`)}</span>}
                  </span>
                </td>
              ) : (
                <td key={j} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Legend() {
  const { t } = useWords();
  return (
    <ul className="legend days-legend">
      {(['off', 'working', 'weekend'] as const).map((mark) => (
        <li key={mark}>
          <span className={mark} aria-hidden="true">
            7
          </span>
          {t(`days_${mark}`)}
        </li>
      ))}
    </ul>
  );
}

function AsTable({ days }: { days: Day[] }) {
  const { t, language } = useWords();
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const columns: Column<Day>[] = [
    {
      key: 'day',
      label: t('day'),
      cell: (d) => (
        <>
          {d.day} <span className="soft">{weekday.format(Date.parse(`${d.day}T00:00:00Z`))}</span>
        </>
      ),
      by: (d) => d.day,
    },
    { key: 'kind', label: t('zone_kind'), cell: (d) => t(d.working ? 'days_working' : 'days_off'), by: (d) => Number(d.working) },
  ];
  return (
    <details>
      <summary>{t('in_table')}</summary>
      <Table caption={t('tab_days')} columns={columns} rows={days} rowKey={(d) => d.day} />
    </details>
  );
}

function Year({ items }: { items: Day[] }) {
  const { t, counted } = useWords();
  const this_year = new Date().getUTCFullYear();
  const years = [...new Set([...items.map(({ day }) => Number(day.slice(0, 4))), this_year])].sort((a, b) => a - b);
  const [year, setYear] = useState(this_year);
  const listed = useMemo(() => marksOf({ items }), [items]);
  const own = items.filter(({ day }) => day.startsWith(`${year}-`)).sort((a, b) => a.day.localeCompare(b.day));
  return (
    <>
      <div className="filters">
        <NativeSelect
          label={t('days_year')}
          value={String(year)}
          onChange={(event) => setYear(Number(event.currentTarget.value))}
          data={years.map(String)}
        />
        <Legend />
      </div>
      <Panel
        title={String(year)}
        aside={
          own.length > 0 &&
          `${counted('days_off_count', own.filter((d) => !d.working).length)} · ${counted('days_working_count', own.filter((d) => d.working).length)}`
        }
      >
        {own.length === 0 && <p className="note wait">{t('days_none_year', { year })}</p>}
        <div className="year">
          {Array.from({ length: 12 }, (_, month) => (
            <Month key={month} year={year} month={month} listed={listed} />
          ))}
        </div>
        {own.length > 0 && <AsTable days={own} />}
      </Panel>
    </>
  );
}

export function WorkingDays() {
  const { t } = useWords();
  const query = useDays();
  return (
    <Loaded query={query} lines={12}>
      {({ items }) => (
        <>
          <p className="soft" style={{ marginBottom: 14 }}>
            {t('days_intro')}
          </p>
          {items.length === 0 ? (
            <Panel>
              <Empty title={t('days_none')} remedy={t('days_none_remedy')} />
            </Panel>
          ) : (
            <Year items={items} />
          )}
        </>
      )}
    </Loaded>
  );
}
