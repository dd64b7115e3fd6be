// Filed systems, what of them was seen, and how the register and the sightings differ.
import { Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useReconciliation, useSystems } from '../api/register_queries';
import { levels, type Subject, type System } from '../api/types';
import { percent, rounded } from '../format/numbers';
import { LevelMark, Time } from '../parts/format';
import { Empty, Loaded, Page, Panel } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords, type WordsInUse } from '../words/provider';
import { ImportSystems } from './register_import';

const past_filing: readonly System['status'][] = ['filed', 'built', 'operating', 'closed', 'retired'];

// Overdue as long as it is not filed.
const isLate = (system: System) =>
  system.due_on !== null &&
  Date.parse(`${system.due_on}T23:59:59Z`) < Date.now() &&
  !past_filing.includes(system.status);

function systemColumns({ t, language }: WordsInUse): Column<System>[] {
  return [
    {
      key: 'name',
      label: t('system'),
      cell: (s) => (
        <div className="any">
          <span className="strong">{s.name}</span>
          <small>{s.unit}</small>
        </div>
      ),
      by: (s) => s.name,
    },
    { key: 'status', label: t('status'), cell: (s) => t(`status_${s.status}`), by: (s) => s.status },
    { key: 'purpose', label: t('purpose'), cell: (s) => s.purpose, by: (s) => s.purpose },
    {
      key: 'filed',
      label: t('filed_kw'),
      cell: (s) => s.filed_kw !== null && `${rounded(s.filed_kw, language)} kW`,
      by: (s) => s.filed_kw ?? -1,
      numeric: true,
    },
    {
      key: 'where',
      label: `${t('meters')}, ${t('addresses')}`,
      cell: (s) => <code className="any">{[...s.meters, ...s.addresses].join(' ')}</code>,
    },
    {
      key: 'due',
      label: t('due_on'),
      cell: (s) =>
        s.due_on !== null && (
          <>
            <span className="nb">{s.due_on}</span> {isLate(s) && <span className="tag bad">{t('overdue')}</span>}
          </>
        ),
      by: (s) => s.due_on ?? '9999',
    },
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

function Systems() {
  const words = useWords();
  const { t } = words;
  const query = useSystems();
  const [parameters] = useSearchParams();
  const [text, setText] = useState(parameters.get('text') ?? '');
  const fits = (s: System) =>
    [s.name, s.unit, s.purpose, t(`status_${s.status}`), ...s.meters, ...s.addresses]
      .join(' ')
      .toLowerCase()
      .includes(text.trim().toLowerCase());
  return (
    <Loaded query={query} lines={9}>
      {({ items }) => {
        if (items.length === 0) {
          return (
            <Panel>
              <Empty title={t('systems_none')} remedy={t('systems_none_remedy')} />
            </Panel>
          );
        }
        const shown = items.filter(fits);
        return (
          <>
            <div className="filters">
              <TextInput
                label={t('systems_filter')}
                type="search"
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
            </div>
            <Panel flush>
              {shown.length === 0 ? (
                <Empty title={t('systems_no_match')} />
              ) : (
                <Table
                  caption={t('tab_systems')}
                  columns={systemColumns(words)}
                  rows={shown}
                  rowKey={(s) => s.name}
                />
              )}
            </Panel>
          </>
        );
      }}
    </Loaded>
  );
}

function subjectColumns({ t, language }: WordsInUse): Column<Subject>[] {
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

function Differences() {
  const words = useWords();
  const { t } = words;
  const query = useReconciliation();
  const none = <p className="soft none-here">{t('recon_none')}</p>;
  return (
    <Loaded query={query} lines={12}>
      {(data) => (
        <>
          <p className="soft" style={{ marginBottom: 14 }}>
            {t('recon_intro')}
          </p>
          <Panel
            flush
            title={`${t('recon_seen_not_filed')} (${data.seen_not_filed.length})`}
            aside={t('recon_seen_not_filed_more')}
            className={data.seen_not_filed.length > 0 ? 'loud-edge' : ''}
          >
            {data.seen_not_filed.length === 0 ? none : (
              <Table
                caption={t('recon_seen_not_filed')}
                columns={subjectColumns(words)}
                rows={data.seen_not_filed}
                rowKey={(s) => s.subject_id}
              />
            )}
          </Panel>
          {(['closed_but_seen', 'beyond_filed', 'never_seen'] as const).map((list) => (
            <Panel
              key={list}
              flush
              title={`${t(`recon_${list}`)} (${data[list].length})`}
              aside={t(`recon_${list}_more`)}
              className={data[list].length > 0 && list !== 'never_seen' ? 'loud-edge' : ''}
            >
              {data[list].length === 0 ? none : (
                <Table
                  caption={t(`recon_${list}`)}
                  columns={systemColumns(words)}
                  rows={data[list]}
                  rowKey={(s) => s.name}
                />
              )}
            </Panel>
          ))}
        </>
      )}
    </Loaded>
  );
}

const tabs = ['systems', 'reconciliation', 'import'] as const;

export default function Register() {
  const { t } = useWords();
  const [parameters, setParameters] = useSearchParams();
  const tab = tabs.find((name) => name === parameters.get('tab')) ?? 'systems';
  return (
    <Page title={t('register_title')}>
      <Tabs value={tab} keepMounted={false} onChange={(name) => setParameters(name ? { tab: name } : {})}>
        <Tabs.List mb="md" aria-label={t('register_title')}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tab_${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="systems">
          <Systems />
        </Tabs.Panel>
        <Tabs.Panel value="reconciliation">
          <Differences />
        </Tabs.Panel>
        <Tabs.Panel value="import">
          <ImportSystems />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
