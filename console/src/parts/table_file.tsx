// Chooses a table to be sent, by button or by dropping it; and shows what of a table was not taken.
import { Button } from '@mantine/core';
import { useId, useRef, type DragEvent, type ReactNode } from 'react';
import { octets } from '../format/numbers';
import { useWords } from '../words/provider';

// As the server's bound on a table.
const octets_max = 8 * 1024 * 1024;
const refused_shown = 200;

// Why a file cannot be sent; null: it can.
export function tableProblem(file: Pick<File, 'name' | 'size'> | null) {
  if (file === null) return null;
  if (/\.xls$/i.test(file.name)) return 'import_old_excel' as const;
  return file.size > octets_max ? ('import_too_large' as const) : null;
}

interface TableFileOptions {
  file: File | null;
  onChoose: (file: File | null) => void;
  children?: ReactNode; // above the button
}

export function TableFile({ file, onChoose, children }: TableFileOptions) {
  const { t, language } = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const wrong = tableProblem(file);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    onChoose(event.dataTransfer.files[0] ?? null);
  };
  return (
    <div className="stack-12 drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      {children}
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
            accept=".xlsx,.csv,.tsv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            tabIndex={-1}
            onChange={(event) => {
              onChoose(event.currentTarget.files?.[0] ?? null);
              // The same file, mended, may be chosen again.
              event.currentTarget.value = '';
            }}
          />
          <Button variant="default" onClick={() => input.current?.click()}>
            {t('import_choose')}
          </Button>
          {file ? (
            <span className="any">
              {file.name} <span className="soft">{octets(file.size, language)}</span>
            </span>
          ) : (
            <span className="soft">{t('import_drop')}</span>
          )}
        </div>
      </div>
      {wrong && (
        <p className="note bad" role="alert">
          {t(wrong)}
        </p>
      )}
    </div>
  );
}

export function Refused({ rows }: { rows: readonly { line: number; why: string }[] }) {
  const { t, counted } = useWords();
  const shown = rows.slice(0, refused_shown);
  if (rows.length === 0) return null;
  return (
    <>
      <p className="note bad">{counted('import_refused', rows.length)}</p>
      <table className="data">
        <caption className="hidden">{counted('import_refused', rows.length)}</caption>
        <thead>
          <tr>
            <th scope="col" className="num" style={{ width: 90 }}>
              {t('import_line')}
            </th>
            <th scope="col">{t('import_why')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={`${row.line} ${row.why}`}>
              <td className="num">{row.line}</td>
              <td className="any">{row.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && <p className="soft">{t('and_more', { count: rows.length - shown.length })}</p>}
    </>
  );
}
