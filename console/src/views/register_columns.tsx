// Columns that several lists of the register share.
import { Link } from 'react-router-dom';
import { levels, type Subject, type System, type SystemStatus } from '../api/types';
import { UsedOfFiled } from '../figures/used_bar';
import { percent } from '../format/numbers';
import { DueDay } from '../parts/due';
import { LevelMark, Time } from '../parts/format';
import type { Column } from '../parts/table';
import type { WordsInUse } from '../words/provider';

export const statuses: readonly SystemStatus[] = [
  'draft',
  'submitted',
  'approved',
  'filed',
  'built',
  'operating',
  'changed',
  'closed',
  'retired',
];
const ends_shown = 3;

function Ends({ system }: { system: System }) {
  const ends = [...system.meters, ...system.addresses];
  return (
    ends.length > 0 && (
      <code className="any" title={ends.join(' ')}>
        {ends.slice(0, ends_shown).join(' ')}
        {ends.length > ends_shown && ` +${ends.length - ends_shown}`}
      </code>
    )
  );
}

export function systemColumns({ t }: WordsInUse): Column<System>[] {
  return [
    {
      key: 'name',
      label: t('system'),
      cell: (s) => (
        <div className="any name" title={s.purpose}>
          <Link to={`/register/systems/${s.system_id}`} className="strong">
            {s.name}
          </Link>
          <small>{s.unit}</small>
        </div>
      ),
      by: (s) => s.name,
    },
    {
      key: 'status',
      label: t('status'),
      cell: (s) => (
        <>
          <span className="nb">{t(`status_${s.status}`)}</span>
          {s.filing_number && <small className="nb">{s.filing_number}</small>}
        </>
      ),
      by: (s) => statuses.indexOf(s.status),
    },
    {
      key: 'due',
      label: t('due_on'),
      cell: (s) => <DueDay day={s.due_on} overdue={s.overdue} />,
      by: (s) => `${s.overdue ? 0 : 1}${s.due_on ?? '9999'}`,
    },
    {
      key: 'used',
      label: t('filed_used'),
      cell: (s) => <UsedOfFiled system={s} />,
      by: (s) => (s.used_kw !== null && s.filed_kw ? s.used_kw / s.filed_kw : -1),
    },
    { key: 'where', label: `${t('meters')} · ${t('addresses')}`, cell: (s) => <Ends system={s} /> },
    {
      key: 'seen',
      label: t('seen'),
      cell: (s) =>
        s.seen === null ? (
          <span className="soft">{t('seen_nothing')}</span>
        ) : (
          <Link to={`/findings?kind=system&text=${encodeURIComponent(s.name)}`}>
            <LevelMark level={s.seen} />
          </Link>
        ),
      by: (s) => (s.seen === null ? levels.length : levels.indexOf(s.seen)),
    },
  ];
}

export function subjectColumns({ t, language }: WordsInUse): Column<Subject>[] {
  return [
    {
      key: 'name',
      label: t('name'),
      cell: (s) => (
        <div className="any">
          <Link to={`/findings/${s.subject_id}`} className="strong">
            {s.name}
          </Link>{' '}
          <span className="soft small">{t(`kind_${s.kind}`)}</span>
          <small>{s.unit}</small>
        </div>
      ),
      by: (s) => s.name,
    },
    {
      key: 'level',
      label: t('level'),
      cell: (s) => <LevelMark level={s.level} />,
      by: (s) => levels.indexOf(s.level),
    },
    {
      key: 'probability',
      label: t('probability'),
      cell: (s) => percent(s.probability, language),
      by: (s) => s.probability,
      numeric: true,
    },
    { key: 'seen', label: t('last_seen'), cell: (s) => <Time at={s.last_seen} />, by: (s) => s.last_seen },
    {
      key: 'case',
      label: t('case'),
      cell: (s) => s.case_id !== null && <Link to={`/cases/${s.case_id}`}>{t('case_number', { id: s.case_id })}</Link>,
    },
  ];
}
