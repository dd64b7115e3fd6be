import { Button } from '@mantine/core';
import { useId, useRef, useState, type DragEvent } from 'react';
import { useImport } from '../api/register_queries';
import { may, type ImportResult } from '../api/types';
import { octets } from '../format/numbers';
import { useMe } from '../parts/me';
import { Panel, Problem } from '../parts/page';
import { useWords } from '../words/provider';

const octets_max = 8 * 1024 * 1024;
const refused_shown = 200;
const columns = ['system', 'unit', 'status', 'purpose', 'filed_kw', 'meters', 'addresses', 'due_on'];

function Result({ result }: { result: ImportResult }) {
  const { t, counted } = useWords();
  const refused = result.refused.slice(0, refused_shown);
  return (
    <div role="status" className="stack-12">
      <p className={`note ${result.rows > 0 ? 'good' : 'wait'}`}>{counted('import_rows', result.rows)}</p>
      {refused.length > 0 && (
        <>
          <p className="note bad">{counted('import_refused', result.refused.length)}</p>
          <table className="data">
            <thead>
              <tr>
                <th scope="col" className="num">
                  {t('import_line')}
                </th>
                <th scope="col">{t('import_why')}</th>
              </tr>
            </thead>
            <tbody>
              {refused.map((row) => (
                <tr key={`${row.line} ${row.why}`}>
                  <td className="num">{row.line}</td>
                  <td className="any">{row.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {refused.length < result.refused.length && (
            <p className="soft">{t('and_more', { count: result.refused.length - refused.length })}</p>
          )}
        </>
      )}
    </div>
  );
}

export function ImportSystems() {
  const { t, language } = useWords();
  const me = useMe();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const send = useImport();
  if (!may(me.role, 'administer')) {
    return (
      <Panel title={t('import_title')}>
        <p className="soft">{t('import_admin')}</p>
      </Panel>
    );
  }
  const take = (chosen: File | undefined) => {
    send.reset();
    setFile(chosen ?? null);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  const too_large = file !== null && file.size > octets_max;
  return (
    <Panel title={t('import_title')}>
      <div className="stack-12" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <p>{t('import_intro')}</p>
        <p className="small">
          <span className="soft">{t('import_columns')}</span> <code>{columns.join(', ')}</code>
          <br />
          <a href="/systems_template.csv" download>
            {t('import_template')}
          </a>
        </p>
        <div>
          <label className="label" htmlFor={id} style={{ display: 'block' }}>
            {t('import_file')}
          </label>
          <div className="row">
            <input
              ref={input}
              id={id}
              className="hidden"
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              tabIndex={-1}
              onChange={(event) => take(event.currentTarget.files?.[0])}
            />
            <Button variant="default" onClick={() => input.current?.click()}>
              {t('import_choose')}
            </Button>
            {file && (
              <span className="any">
                {file.name} <span className="soft">{octets(file.size, language)}</span>
              </span>
            )}
          </div>
        </div>
        {too_large && <p className="note bad">{t('import_too_large')}</p>}
        <Button
          disabled={!file || too_large}
          loading={send.isPending}
          onClick={() => file && send.mutate({ table: 'systems', file })}
        >
          {t('import_do')}
        </Button>
        {send.isError && <Problem error={send.error} />}
        {send.data && <Result result={send.data} />}
      </div>
    </Panel>
  );
}
