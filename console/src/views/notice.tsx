// One list of an authority: its items, what of ours fits each, and the answers.
import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { client } from '../api/client';
import { useNotice } from '../api/notice_queries';
import type { Notice as NoticeData, NoticeItem } from '../api/types';
import { Progress } from '../figures/progress';
import { isAnswered } from '../format/deadlines';
import { DownloadButton } from '../parts/download';
import { DueDay } from '../parts/due';
import { Fact, Facts, Time } from '../parts/format';
import { Loaded, LoadMore, Page, Panel, Problem } from '../parts/page';
import { useWords } from '../words/provider';
import NotFound from './not_found';
import { Item } from './notice_item';

type Shown = 'all' | 'open' | 'answered';
const shown_names: readonly Shown[] = ['all', 'open', 'answered'];

function Summary({ notice }: { notice: NoticeData }) {
  const { t, counted } = useWords();
  const open = notice.items - notice.answered;
  return (
    <Panel className={notice.overdue ? 'loud-edge' : ''}>
      <div className="wide-narrow">
        <Facts>
          <Fact label={t('notice_due')} wide>
            {isAnswered(notice) ? notice.due_on : <DueDay day={notice.due_on} overdue={notice.overdue} />}
          </Fact>
          <Fact label={t('notice_issuer')}>{notice.issuer}</Fact>
          <Fact label={t('notice_class')}>{t(`notice_class_${notice.class}`)}</Fact>
          <Fact label={t('notice_taken')}>
            <Time at={notice.taken_at} />
          </Fact>
        </Facts>
        <div className="stack-12">
          <Progress notice={notice} />
          <DownloadButton
            label={t('notice_feedback')}
            intro={open > 0 ? counted('notice_feedback_left', open) : t('notice_feedback_intro')}
            name={`davy-notice-${notice.notice_id}.csv`}
            fetch={() => client.download('/notices/{notice_id}/feedback', { path: { notice_id: notice.notice_id } })}
          />
        </div>
      </div>
    </Panel>
  );
}

function Items({ notice, items }: { notice: NoticeData; items: NoticeItem[] }) {
  const { t, counted } = useWords();
  const [shown, setShown] = useState<Shown>('all');
  const fits = items.filter((item) => shown === 'all' || (item.status === 'open') === (shown === 'open'));
  return (
    <>
      <div className="filters no-print">
        <SegmentedControl
          size="xs"
          aria-label={t('notice_show')}
          value={shown}
          onChange={(value) => setShown(shown_names.find((name) => name === value) ?? 'all')}
          data={shown_names.map((value) => ({ value, label: t(`notice_show_${value}`) }))}
        />
        <span className="soft small" role="status">
          {counted('notice_items', fits.length)}
        </span>
      </div>
      <Panel flush>
        {fits.length === 0 && <p className="soft none-here">{t('notice_none_shown')}</p>}
        {fits.map((item) => (
          <Item key={item.item_id} notice_id={notice.notice_id} item={item} />
        ))}
      </Panel>
    </>
  );
}

function Detail({ notice, items, query }: { notice: NoticeData; items: NoticeItem[]; query: ReturnType<typeof useNotice> }) {
  const { t } = useWords();
  return (
    <Page
      title={notice.name}
      heading={<span className="any">{notice.name}</span>}
      crumb={<Link to="/notices">{t('notices_title')}</Link>}
    >
      <Summary notice={notice} />
      <Items notice={notice} items={items} />
      {query.isFetchNextPageError && <Problem error={query.error} retry={() => void query.fetchNextPage()} />}
      {query.hasNextPage && (
        <div className="row" style={{ justifyContent: 'center' }}>
          <span className="soft small">{t('notice_more')}</span>
          <LoadMore query={query} />
        </div>
      )}
    </Page>
  );
}

export default function Notice() {
  const { t } = useWords();
  const id = Number(useParams()['id']);
  const query = useNotice(id);
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const notice = query.data?.pages.at(-1)?.notice;
  if (!Number.isSafeInteger(id) || id < 0) return <NotFound />;
  if (!notice) {
    return (
      <Page title={t('notices_title')} crumb={<Link to="/notices">{t('notices_title')}</Link>}>
        <Loaded query={query} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Detail notice={notice} items={items} query={query} />;
}
