// Lists that an authority sent: which are due, and how much of each is answered.
import { Button } from '@mantine/core';
import { Link } from 'react-router-dom';
import { useNotices } from '../api/notice_queries';
import { may, type Notice } from '../api/types';
import { Progress } from '../figures/progress';
import { byNeed, progress } from '../format/deadlines';
import { DueDay } from '../parts/due';
import { Time } from '../parts/format';
import { useMe } from '../parts/me';
import { Empty, Loaded, Page, Panel } from '../parts/page';
import { CaseSections } from '../parts/sections';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';

function List({ items }: { items: Notice[] }) {
  const { t, counted } = useWords();
  const columns: Column<Notice>[] = [
    {
      key: 'name',
      label: t('notice'),
      cell: (n) => (
        <div className="any">
          <Link to={`/notices/${n.notice_id}`} className="strong">
            {n.name}
          </Link>
          <small>{n.issuer}</small>
        </div>
      ),
      by: (n) => n.name,
    },
    {
      key: 'class',
      label: t('notice_class'),
      cell: (n) => <span className={`tag ${n.class === 'priority' ? 'wait' : ''}`}>{t(`notice_class_${n.class}`)}</span>,
      by: (n) => n.class,
    },
    {
      key: 'due',
      label: t('notice_due'),
      cell: (n) => (n.answered >= n.items ? <span className="nb">{n.due_on}</span> : <DueDay day={n.due_on} overdue={n.overdue} />),
      by: (n) => n.due_on,
    },
    {
      key: 'progress',
      label: t('notice_answered'),
      cell: (n) => (n.items === 0 ? counted('notice_items', 0) : <Progress notice={n} />),
      by: progress,
    },
    { key: 'taken', label: t('notice_taken'), cell: (n) => <Time at={n.taken_at} />, by: (n) => n.taken_at },
  ];
  return (
    <Panel flush className={items.some((n) => n.overdue) ? 'loud-edge' : ''}>
      <Table caption={t('notices_title')} columns={columns} rows={[...items].sort(byNeed)} rowKey={(n) => n.notice_id} />
    </Panel>
  );
}

export default function Notices() {
  const { t } = useWords();
  const me = useMe();
  const query = useNotices();
  return (
    <Page
      title={t('notices_title')}
      intro={t('notices_intro')}
      side={
        may(me.role, 'act') && (
          <Button component={Link} to="/notices/new">
            {t('notice_import')}
          </Button>
        )
      }
    >
      <CaseSections />
      <Loaded query={query} lines={7}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <Empty title={t('notices_none')} remedy={t('notices_none_remedy')} />
            </Panel>
          ) : (
            <List items={items} />
          )
        }
      </Loaded>
    </Page>
  );
}
