import { useMemo } from 'react';
import { client } from '../api/client';
import { useAudit } from '../api/queries';
import type { AuditPage } from '../api/types';
import { auditDetail } from '../format/log_text';
import { DownloadButton } from '../parts/download';
import { Time } from '../parts/format';
import { Empty, LoadMore, Page, Panel, Problem, Waiting } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords, type WordsInUse } from '../words/provider';

type Entry = AuditPage['items'][number];

function Chain({ holds }: { holds: boolean }) {
  const { t } = useWords();
  return holds ? (
    <p className="note good" style={{ marginBottom: 16 }}>
      {t('chain_holds')}
    </p>
  ) : (
    <p className="note bad" role="alert" style={{ marginBottom: 16 }}>
      <strong>{t('chain_broken')}</strong> {t('chain_broken_remedy')}
    </p>
  );
}

// Steps of a case and of a filing are told as they are told there.
const told: Record<string, string> = { case: 'did', system: 'step' };

function actionWords(action: string, named: WordsInUse['named']) {
  const [of = '', ...step] = action.split('.');
  const prefix = told[of];
  return prefix ? named(prefix, step.join('.')) : named('audit', action);
}

export default function Audit() {
  const words = useWords();
  const { t, named } = words;
  const query = useAudit();
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const columns: Column<Entry>[] = [
    { key: 'at', label: t('audit_at'), cell: (e) => <Time at={e.at} seconds /> },
    { key: 'actor', label: t('audit_actor'), cell: (e) => <span className="nb">{e.actor}</span> },
    { key: 'action', label: t('audit_action'), cell: (e) => <span className="nb" title={e.action}>{actionWords(e.action, named)}</span> },
    { key: 'object', label: t('audit_object'), cell: (e) => <span className={e.object.length > 40 ? 'any' : 'nb'}>{e.object}</span> },
    { key: 'detail', label: t('audit_detail'), cell: (e) => <span className="any">{auditDetail(e, words)}</span> },
  ];
  return (
    <Page title={t('audit_title')} intro={t('audit_intro')}>
      {query.data && (
        <div style={{ marginBottom: 16 }}>
          <DownloadButton label={t('audit_export')} name="audit.zip" fetch={() => client.download('/audit/export')} />
        </div>
      )}
      {query.isPending && <Waiting lines={10} />}
      {query.isError && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Chain holds={query.data.pages.every((page) => page.chain_holds)} />}
      {query.data && (
        <Panel flush>
          {entries.length === 0 ? (
            <Empty title={t('audit_none')} />
          ) : (
            <Table caption={t('audit_title')} columns={columns} rows={entries} rowKey={(e) => e.audit_id} />
          )}
        </Panel>
      )}
      {query.hasNextPage && (
        <div className="row" style={{ justifyContent: 'center' }}>
          <LoadMore query={query} />
        </div>
      )}
    </Page>
  );
}
