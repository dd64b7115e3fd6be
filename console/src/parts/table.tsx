// A table that sorts what it holds, and stacks its cells on narrow screens.
import { useMemo, useState, type ReactNode } from 'react';
import { useWords } from '../words/provider';

export interface Column<Row> {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  // By what it sorts; none: it does not.
  by?: (row: Row) => string | number;
  numeric?: boolean;
}
type Direction = 'ascending' | 'descending';

interface TableOptions<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
}

export function SortArrow({ direction }: { direction: Direction | undefined }) {
  return (
    <svg className="arrow" viewBox="0 0 9 9" aria-hidden="true">
      <path d={direction === 'ascending' ? 'M4.5 1 8 7H1z' : 'M4.5 8 1 2h7z'} fill="currentColor" />
    </svg>
  );
}

function sorted<Row>(rows: readonly Row[], by: Column<Row>['by'], direction: Direction, language: string) {
  if (!by) return rows;
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)];
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y)));
  });
}

export function Table<Row>({ caption, columns, rows, rowKey }: TableOptions<Row>) {
  const { t, language } = useWords();
  const [order, setOrder] = useState<{ key: string; direction: Direction } | null>(null);
  const shown = useMemo(() => {
    const by = columns.find((column) => column.key === order?.key)?.by;
    return sorted(rows, by, order?.direction ?? 'ascending', language);
  }, [columns, rows, order, language]);
  const turn = (key: string) =>
    setOrder((now) => ({
      key,
      direction: now?.key === key && now.direction === 'ascending' ? 'descending' : 'ascending',
    }));
  return (
    // What holds no button to reach it by is reached itself, so that the keyboard can scroll it.
    <div
      className="scroll"
      {...(columns.every((column) => !column.by) && { role: 'group', 'aria-label': caption, tabIndex: 0 })}
    >
      <table className="data stack">
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => {
              const direction = order?.key === column.key ? order.direction : undefined;
              return (
                <th
                  key={column.key}
                  scope="col"
                  className={column.numeric ? 'num' : undefined}
                  aria-sort={column.by ? (direction ?? 'none') : undefined}
                >
                  {column.by ? (
                    <button
                      type="button"
                      className="sorter"
                      title={t('sort_by', { column: column.label })}
                      onClick={() => turn(column.key)}
                    >
                      {column.label}
                      <SortArrow direction={direction} />
                    </button>
                  ) : (
                    column.label
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-label={column.label}
                  className={column.numeric ? 'num' : undefined}
                >
                  <div>{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
