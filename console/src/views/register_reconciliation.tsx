// The register held against what was seen, the lists that need somebody first.
import { useReconciliation } from '../api/register_queries';
import type { Reconciliation } from '../api/types';
import { Loaded, Panel } from '../parts/page';
import { Table } from '../parts/table';
import { useWords } from '../words/provider';
import { subjectColumns, systemColumns } from './register_columns';

const lists = ['seen_not_filed', 'closed_but_seen', 'beyond_filed', 'overdue', 'over_sized', 'never_seen'] as const;
const quiet: readonly (typeof lists)[number][] = ['never_seen', 'over_sized'];

// Only the most certain of what nobody filed are told one by one.
const lengthOf = (data: Reconciliation, list: (typeof lists)[number]) =>
  data[list].length + (list === 'seen_not_filed' ? data.seen_not_filed_left_out : 0);

function Summary({ data }: { data: Reconciliation }) {
  const { t } = useWords();
  return (
    <nav aria-label={t('recon_jump')} className="no-print">
      <ul className="sums">
        {lists.map((list) => (
          <li key={list} className={data[list].length > 0 && !quiet.includes(list) ? 'bad' : ''}>
            <a href={`#${list}`}>
              <span className="n">{lengthOf(data, list)}</span>
              {t(`recon_${list}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function List({ data, list }: { data: Reconciliation; list: (typeof lists)[number] }) {
  const words = useWords();
  const { t } = words;
  const caption = t(`recon_${list}`);
  const any = data[list].length > 0;
  return (
    <div id={list} className="anchor">
      <Panel
        flush
        title={`${caption} (${lengthOf(data, list)})`}
        aside={t(`recon_${list}_more`)}
        className={any && !quiet.includes(list) ? 'loud-edge' : ''}
      >
        {!any && <p className="soft none-here">{t('recon_none')}</p>}
        {any && list === 'seen_not_filed' && (
          <Table caption={caption} columns={subjectColumns(words)} rows={data[list]} rowKey={(s) => s.subject_id} />
        )}
        {list === 'seen_not_filed' && data.seen_not_filed_left_out > 0 && (
          <p className="soft none-here">{words.counted('subjects_left_out', data.seen_not_filed_left_out)}</p>
        )}
        {any && list !== 'seen_not_filed' && (
          <Table caption={caption} columns={systemColumns(words)} rows={data[list]} rowKey={(s) => s.system_id} />
        )}
      </Panel>
    </div>
  );
}

export function Differences() {
  const { t } = useWords();
  const query = useReconciliation();
  return (
    <Loaded query={query} lines={12}>
      {(data) => (
        <>
          <p className="soft" style={{ marginBottom: 14 }}>
            {t('recon_intro')}
          </p>
          <Summary data={data} />
          {lists.map((list) => (
            <List key={list} data={data} list={list} />
          ))}
        </>
      )}
    </Loaded>
  );
}
