// Who is told of verdicts and cases, how far, and what went wrong; davy watch does the telling.
import { useOutlets } from '../api/queries';
import type { Outlet } from '../api/types';
import { grouped } from '../format/numbers';
import { Time } from '../parts/format';
import { Loaded, Panel } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';

function State({ outlet }: { outlet: Outlet }) {
  const { t } = useWords();
  if (outlet.failing_since === null)
    return outlet.last_success === null ? <>{t('outlet_nothing_yet')}</> : <Time at={outlet.last_success} />;
  return (
    <>
      <span className="tag bad">{t('outlet_failing')}</span> <Time at={outlet.failing_since} />
      <p className="any small">{outlet.last_error}</p>
    </>
  );
}

function OutletTable({ outlets }: { outlets: Outlet[] }) {
  const { t, named, language } = useWords();
  const columns: Column<Outlet>[] = [
    {
      key: 'name',
      label: t('name'),
      cell: (o) => (
        <>
          {o.name} <p className="soft small any">{o.place}</p>
        </>
      ),
      by: (o) => o.name,
    },
    { key: 'kind', label: t('outlet_kind'), cell: (o) => named('outlet', o.kind), by: (o) => o.kind },
    { key: 'state', label: t('outlet_last_taken'), cell: (o) => <State outlet={o} />, by: (o) => o.last_success ?? '' },
    { key: 'pending', label: t('outlet_pending'), cell: (o) => grouped(o.pending, language), by: (o) => o.pending, numeric: true },
    { key: 'sent', label: t('outlet_sent'), cell: (o) => grouped(o.sent, language), by: (o) => o.sent, numeric: true },
    { key: 'dropped', label: t('outlet_dropped'), cell: (o) => grouped(o.dropped, language), by: (o) => o.dropped, numeric: true },
  ];
  return outlets.length === 0 ? (
    <p className="soft none-here">{t('outlets_none')}</p>
  ) : (
    <Table caption={t('outlets_title')} columns={columns} rows={outlets} rowKey={(o) => o.name} />
  );
}

export function Outlets() {
  const { t } = useWords();
  const query = useOutlets();
  return (
    <Panel flush title={t('outlets_title')}>
      <Loaded query={query}>{(outlets) => <OutletTable outlets={outlets.items} />}</Loaded>
    </Panel>
  );
}
