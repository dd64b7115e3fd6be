// Tables that an administrator brings: systems, places, working days.
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { tables, useImport, type TableName } from '../api/register_queries';
import { Panel, Problem } from '../parts/page';
import { Refused, TableFile, tableProblem } from '../parts/table_file';
import { useWords } from '../words/provider';

// Headings as the templates in public/ have them; the server also knows Chinese ones.
const columns: Record<TableName, string> = {
  systems: 'system, unit, status, purpose, discipline, responsible, filed_kw, cpus, gpus, disk_tb, meters, addresses, filing_number, due_on',
  places: 'unit, parent, responsible, contact, zone, kind, addresses, meters',
  days: 'first_day, last_day, kind',
};

export function ImportTables() {
  const { t, counted } = useWords();
  const [table, setTable] = useState<TableName>('systems');
  const [file, setFile] = useState<File | null>(null);
  const send = useImport();
  const choose = (chosen: File | null) => {
    send.reset();
    setFile(chosen);
  };
  return (
    <Panel title={t('import_title')}>
      <div className="stack-12">
        <SegmentedControl
          aria-label={t('import_what')}
          value={table}
          onChange={(value) => {
            setTable(tables.find((name) => name === value) ?? 'systems');
            choose(null);
          }}
          data={tables.map((value) => ({ value, label: t(`tab_${value}`) }))}
        />
        <TableFile file={file} onChoose={choose}>
          <p>{t(`import_intro_${table}`)}</p>
          <p className="soft small">{t('import_forms')}</p>
          <p className="small">
            <span className="soft">{t('import_columns')}</span> <code>{columns[table]}</code>
            <br />
            <a href={`/${table}_template.csv`} download>
              {t('import_template')}
            </a>
          </p>
        </TableFile>
        <Button
          disabled={!file || tableProblem(file) !== null}
          loading={send.isPending}
          onClick={() => file && send.mutate({ table, file })}
        >
          {t('import_do')}
        </Button>
        {send.isError && <Problem error={send.error} />}
        {send.data && (
          <div role="status" className="stack-12">
            <p className={`note ${send.data.rows > 0 ? 'good' : 'wait'}`}>{counted('import_rows', send.data.rows)}</p>
            <Refused rows={send.data.refused} />
          </div>
        )}
      </div>
    </Panel>
  );
}
