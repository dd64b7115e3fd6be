// Subjects as a table of which only the part in sight is in the document.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import type { SubjectFilter } from '../api/queries';
import type { Subject } from '../api/types';
import { percent } from '../format/numbers';
import { useWords } from '../words/provider';
import { ExemptMark } from './exempt';
import { LevelMark, Time } from './format';
import { SortArrow } from './table';

interface RowsOptions {
  rows: readonly Subject[];
  order: SubjectFilter['order'];
  onOrder: (order: SubjectFilter['order']) => void;
}

const row_height = 39;

function Head({ order, onOrder }: Omit<RowsOptions, 'rows'>) {
  const { t } = useWords();
  const sortable = (key: SubjectFilter['order'], label: string, numeric = false) => (
    <th
      scope="col"
      className={numeric ? 'num' : undefined}
      aria-sort={order === key ? 'descending' : 'none'}
    >
      <button
        type="button"
        className="sorter"
        title={t('sort_by', { column: label })}
        onClick={() => onOrder(key)}
      >
        {label}
        <SortArrow direction={order === key ? 'descending' : undefined} />
      </button>
    </th>
  );
  return (
    <thead>
      <tr>
        <th scope="col">{t('name')}</th>
        <th scope="col">{t('level')}</th>
        {sortable('probability', t('probability'), true)}
        <th scope="col">{t('unit')}</th>
        <th scope="col">
          {t('coin')} · {t('dialect')}
        </th>
        <th scope="col" className="num">
          {t('signals')}
        </th>
        {sortable('last_seen', t('last_seen'))}
        <th scope="col">{t('case')}</th>
      </tr>
    </thead>
  );
}

function Cells({ subject }: { subject: Subject }) {
  const { t, language } = useWords();
  return (
    <>
      <td data-label={t('name')}>
        <div className="any name">
          <Link to={`/findings/${subject.subject_id}`} className="strong">
            {subject.name}
          </Link>{' '}
          <span className="soft small nb">{t(`kind_${subject.kind}`)}</span>
        </div>
      </td>
      <td data-label={t('level')}>
        <div>
          <LevelMark level={subject.level} /> <ExemptMark id={subject.exemption_id} />
        </div>
      </td>
      <td data-label={t('probability')} className="num">
        <div>{subject.level !== 'unknown' && percent(subject.probability, language)}</div>
      </td>
      <td data-label={t('unit')}>
        <div>{subject.unit}</div>
      </td>
      <td data-label={`${t('coin')} · ${t('dialect')}`}>
        <div>
          {subject.coin && <span className="nb">{subject.coin}</span>}
          {subject.coin && subject.dialect && ' '}
          {subject.dialect && <span className="soft">{subject.dialect}</span>}
        </div>
      </td>
      <td data-label={t('signals')} className="num">
        <div>{subject.signals}</div>
      </td>
      <td data-label={t('last_seen')}>
        <div>
          <Time at={subject.last_seen} />
        </div>
      </td>
      <td data-label={t('case')}>
        <div>
          {subject.case_id !== null && (
            <Link to={`/cases/${subject.case_id}`} className="nb">
              {t('case_number', { id: subject.case_id })}
            </Link>
          )}
        </div>
      </td>
    </>
  );
}

export function SubjectRows({ rows, order, onOrder }: RowsOptions) {
  const { t } = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => row_height,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.subject_id ?? index,
  });
  const items = virtual.getVirtualItems();
  const before = Math.max(0, (items[0]?.start ?? top) - top);
  const after = Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top));
  const filler = (height: number) =>
    height > 0 && (
      <tr className="fill" aria-hidden="true">
        <td colSpan={8} style={{ height }} />
      </tr>
    );
  return (
    <div className="scroll">
      {/* How many there are in all nobody knows: -1 says so. */}
      <table className="data stack dense" aria-rowcount={-1}>
        <caption className="hidden">{t('findings_title')}</caption>
        <Head order={order} onOrder={onOrder} />
        <tbody ref={body}>
          {filler(before)}
          {items.map((item) => {
            const subject = rows[item.index];
            return (
              subject && (
                <tr
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                >
                  <Cells subject={subject} />
                </tr>
              )
            );
          })}
          {filler(after)}
        </tbody>
      </table>
    </div>
  );
}
