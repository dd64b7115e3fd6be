// A view's frame: heading, title of the window, focus; panels; and the states in which there is nothing to show yet.
import { Button, Skeleton } from '@mantine/core';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';
import { ProblemError } from '../api/client';
import { useWords, type WordsInUse } from '../words/provider';

// The view that had the focus last: the first one after loading leaves the focus where the browser put it.
let focused_path: string | undefined;

interface PageOptions {
  title: string;
  heading?: ReactNode;
  intro?: ReactNode;
  crumb?: ReactNode;
  side?: ReactNode;
  children: ReactNode;
}

export function Page({ title, heading, intro, crumb, side, children }: PageOptions) {
  const head = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  const came_by = useNavigationType();
  useEffect(() => {
    document.title = `${title} · Davy`;
  }, [title]);
  useEffect(() => {
    if (focused_path !== undefined && focused_path !== pathname) {
      head.current?.focus({ preventScroll: came_by === 'POP' });
      if (came_by !== 'POP') window.scrollTo(0, 0);
    }
    focused_path = pathname;
  }, [pathname, came_by]);
  return (
    <>
      <div className="page-head">
        <div>
          {crumb && <div className="crumb no-print">{crumb}</div>}
          <h1 ref={head} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {intro && <p className="intro">{intro}</p>}
        </div>
        {side && <div className="row no-print">{side}</div>}
      </div>
      {children}
    </>
  );
}

interface PanelOptions {
  title?: ReactNode;
  aside?: ReactNode;
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

export function Panel({ title, aside, flush = false, className = '', children }: PanelOptions) {
  const id = useId();
  return (
    <section
      className={`panel${flush ? ' flush' : ''} ${className}`}
      aria-labelledby={title ? id : undefined}
    >
      {title && (
        <header>
          <h2 id={id}>{title}</h2>
          {aside && <span className="aside">{aside}</span>}
        </header>
      )}
      {children}
    </section>
  );
}

export function problemText(error: unknown, { t }: Pick<WordsInUse, 't'>) {
  if (!(error instanceof ProblemError)) {
    return { title: t('problem_other'), remedy: t('problem_other_remedy') };
  }
  const known = ([401, 403, 404, 409, 429] as const).find((status) => status === error.status);
  const title =
    error.title ||
    (error.status === 0
      ? t('problem_unreachable')
      : known
        ? t(`problem_${known}`)
        : t('problem_other'));
  const remedy =
    error.remedy ??
    (error.status === 0
      ? t('problem_unreachable_remedy')
      : known
        ? t(`problem_${known}_remedy`)
        : t('problem_other_remedy'));
  return { title, remedy };
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const words = useWords();
  const { title, remedy } = problemText(error, words);
  return (
    <div className="panel problem" role="alert">
      <strong>{title}</strong>
      <p className="soft">{remedy}</p>
      {retry && (
        <Button size="xs" variant="default" onClick={retry}>
          {words.t('retry')}
        </Button>
      )}
    </div>
  );
}

// What an answer said against a form; nothing while it said nothing.
export function ProblemNote({ said }: { said: { title: string; remedy: string } | null }) {
  if (said === null) return null;
  return (
    <div className="note bad" role="alert">
      <strong>{said.title}</strong>
      <br />
      {said.remedy}
    </div>
  );
}

export function Empty({ title, remedy, children }: EmptyOptions) {
  return (
    <div className="state">
      <strong>{title}</strong>
      {remedy && <p>{remedy}</p>}
      {children}
    </div>
  );
}
interface EmptyOptions {
  title: string;
  remedy?: string;
  children?: ReactNode;
}

export function Waiting({ lines = 6 }: { lines?: number }) {
  const { t } = useWords();
  return (
    <div className="panel" role="status">
      <span className="hidden">{t('loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={14} mt={i === 0 ? 0 : 14} width={`${94 - ((i * 37) % 41)}%`} />
      ))}
    </div>
  );
}

interface MoreOptions {
  query: { isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  children?: ReactNode; // behind the words
}

export function LoadMore({ query, children }: MoreOptions) {
  const { t } = useWords();
  return (
    <Button
      variant="default"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t('load_more')}
      {children}
    </Button>
  );
}

interface LoadedOptions<T> {
  query: { data: T | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  lines?: number;
  children: (data: T) => ReactNode;
}

// What a query brought, or why it did not.
export function Loaded<T>({ query, lines, children }: LoadedOptions<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    // What is refused or not there stays so, however often one asks.
    const vain = query.error instanceof ProblemError && [403, 404].includes(query.error.status);
    return <Problem error={query.error} {...(!vain && { retry: () => void query.refetch() })} />;
  }
  return <Waiting lines={lines ?? 6} />;
}
