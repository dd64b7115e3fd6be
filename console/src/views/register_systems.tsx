import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useSystems } from '../api/register_queries';
import { may, type System } from '../api/types';
import { byDeadline } from '../format/deadlines';
import { useMe } from '../parts/me';
import { Empty, Loaded, Panel } from '../parts/page';
import { Table } from '../parts/table';
import { useWords } from '../words/provider';
import { statuses, systemColumns } from './register_columns';

function NewFiling() {
  const { t } = useWords();
  const me = useMe();
  if (!may(me.role, 'file')) return null;
  return (
    <Button component={Link} to="/register/systems/new" className="no-print">
      {t('filing_new')}
    </Button>
  );
}

function useFilter() {
  const { t } = useWords();
  const [parameters] = useSearchParams();
  const [text, setText] = useState(parameters.get('text') ?? '');
  const [status, setStatus] = useState('');
  const [late, setLate] = useState(false);
  const wanted = text.trim().toLowerCase();
  const fits = (s: System) =>
    (status === '' || s.status === status) &&
    (!late || s.overdue) &&
    [s.name, s.unit, s.purpose, s.discipline, s.responsible, s.filing_number ?? '', t(`status_${s.status}`), ...s.meters, ...s.addresses]
      .join(' ')
      .toLowerCase()
      .includes(wanted);
  return { text, setText, status, setStatus, late, setLate, fits };
}

function Filters({ filter, late }: { filter: ReturnType<typeof useFilter>; late: number }) {
  const { t } = useWords();
  return (
    <form className="filters" role="search" aria-label={t('systems_filter')} onSubmit={(e) => e.preventDefault()}>
      <TextInput
        label={t('systems_filter')}
        placeholder={t('systems_filter_hint')}
        type="search"
        w={250}
        value={filter.text}
        onChange={(event) => filter.setText(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('status')}
        value={filter.status}
        onChange={(event) => filter.setStatus(event.currentTarget.value)}
        data={[
          { value: '', label: t('status_all') },
          ...statuses.map((value) => ({ value, label: t(`status_${value}`) })),
        ]}
      />
      <button
        type="button"
        className="toggle confirmed"
        aria-pressed={filter.late}
        onClick={() => filter.setLate(!filter.late)}
      >
        {t('systems_overdue_only')} <span className="n">{late}</span>
      </button>
      <span className="grow" />
      <NewFiling />
    </form>
  );
}

export function Systems() {
  const words = useWords();
  const { t, counted } = words;
  const query = useSystems();
  const filter = useFilter();
  return (
    <Loaded query={query} lines={9}>
      {({ items }) => {
        if (items.length === 0) {
          return (
            <Panel>
              <Empty title={t('systems_none')} remedy={t('systems_none_remedy')}>
                <NewFiling />
              </Empty>
            </Panel>
          );
        }
        const shown = items.filter(filter.fits).sort(byDeadline);
        return (
          <>
            <Filters filter={filter} late={items.filter((s) => s.overdue).length} />
            <Panel flush>
              {shown.length === 0 ? (
                <Empty title={t('systems_no_match')} />
              ) : (
                <Table caption={t('tab_systems')} columns={systemColumns(words)} rows={shown} rowKey={(s) => s.system_id} />
              )}
            </Panel>
            <p className="soft small" role="status">
              {counted('systems_shown', shown.length)}
            </p>
          </>
        );
      }}
    </Loaded>
  );
}
