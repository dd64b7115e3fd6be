// One item of a list: what the authority saw, what of ours fits, the answer, and what can be answered.
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useAnswerItem } from '../api/notice_queries';
import { may, type NoticeItem } from '../api/types';
import { possibleAnswers, whoms, type Answer } from '../format/answers';
import { grouped } from '../format/numbers';
import { utcMinute } from '../format/times';
import { ReasonDialog } from '../parts/dialog';
import { Fact, Facts, LevelMark } from '../parts/format';
import { useMe } from '../parts/me';
import { useWords } from '../words/provider';

const end = (address: string | null, port: number | null) => {
  if (address === null) return port === null ? null : `:${port}`;
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
};
const tag_of = { open: 'wait', case: '', cannot_locate: '', misreport: '', dealt_with: 'good' } as const;

function Seen({ item }: { item: NoticeItem }) {
  const { t, language } = useWords();
  const [first, last] = [item.first_seen ?? item.last_seen, item.last_seen ?? item.first_seen];
  const source = end(item.source_address, item.source_port);
  const destination = end(item.destination_address, item.destination_port);
  return (
    <Facts>
      <Fact label={t('item_source')}>{source && <code className="any">{source}</code>}</Fact>
      <Fact label={t('item_destination')}>
        {(destination || item.domain) && (
          <code className="any">{[destination, item.domain].filter(Boolean).join(' ')}</code>
        )}
      </Fact>
      <Fact label={t('coin')}>{item.coin}</Fact>
      <Fact label={t('item_seen_label')}>
        {first && last && (
          <>
            <span className="nb">{utcMinute(first)}</span>
            {first !== last && (
              <>
                {' '}
                {t('to')} <span className="nb">{utcMinute(last)}</span>
              </>
            )}
            {item.times !== null && <span className="soft nb"> · {t('item_times', { times: grouped(item.times, language) })}</span>}
          </>
        )}
      </Fact>
    </Facts>
  );
}

function Candidates({ item }: { item: NoticeItem }) {
  const { t } = useWords();
  return (
    <div>
      <h3>{t('candidates')}</h3>
      {item.candidates.length === 0 && <p className="soft small">{t('candidates_none')}</p>}
      <ul className="candidates">
        {item.candidates.map((one) => (
          <li key={one.subject_id}>
            <LevelMark level={one.level} />
            <Link to={`/findings/${one.subject_id}`} className="strong any">
              {one.name}
            </Link>
            <span className="tag">{t(`why_${one.why}`)}</span>
            <span className="soft small any">{one.unit}</span>
            {one.case_id !== null && (
              <Link to={`/cases/${one.case_id}`} className="small nb">
                {t('case_number', { id: one.case_id })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface AnswerDialogOptions {
  notice_id: number;
  item: NoticeItem;
  action: Answer;
  onClose: () => void;
}

// A select has texts as its values; this one stands for the host at the source address.
const at_source = 'source';

function AnswerDialog({ notice_id, item, action, onClose }: AnswerDialogOptions) {
  const { t } = useWords();
  const answer = useAnswerItem(notice_id, item.item_id);
  const choices = whoms(item).map((id) => (id === null ? at_source : String(id)));
  const [whom, setWhom] = useState(choices[0] ?? at_source);
  const close = () => {
    answer.reset();
    onClose();
  };
  const labelOf = (value: string) => {
    const one = item.candidates.find(({ subject_id }) => String(subject_id) === value);
    return one ? `${one.name} · ${t(`why_${one.why}`)}` : t('answer_source', { address: item.source_address ?? '' });
  };
  const opens = action === 'open_case';
  return (
    <ReasonDialog
      title={`${t(`answer_${action}`)} · ${t('item_line', { line: item.line })}`}
      intro={t(`answer_means_${action}`)}
      opened
      onClose={close}
      busy={answer.isPending}
      error={answer.error}
      onSend={(text) =>
        answer.mutate(
          { action, text, ...(opens && whom !== at_source && { subject_id: Number(whom) }) },
          { onSuccess: close },
        )
      }
      {...(!opens && action !== 'reopen' && { label: t('answer_text'), missing: t('answer_needed') })}
    >
      {opens && (
        <NativeSelect
          label={t('answer_whom')}
          data-autofocus
          value={whom}
          onChange={(event) => setWhom(event.currentTarget.value)}
          data={choices.map((value) => ({ value, label: labelOf(value) }))}
        />
      )}
    </ReasonDialog>
  );
}

function Answers({ notice_id, item }: { notice_id: number; item: NoticeItem }) {
  const { t } = useWords();
  const me = useMe();
  const [action, setAction] = useState<Answer | null>(null);
  if (!may(me.role, 'act')) return null;
  return (
    <div className="row no-print">
      {possibleAnswers(item).map((a) => (
        <Button key={a} size="xs" variant={a === 'open_case' ? 'filled' : a === 'reopen' ? 'subtle' : 'default'} onClick={() => setAction(a)}>
          {t(`answer_${a}`)}
        </Button>
      ))}
      {action && (
        <AnswerDialog key={action} notice_id={notice_id} item={item} action={action} onClose={() => setAction(null)} />
      )}
    </div>
  );
}

export function Item({ notice_id, item }: { notice_id: number; item: NoticeItem }) {
  const { t } = useWords();
  return (
    <article className={`item${item.status === 'open' ? ' open' : ''}`} aria-label={t('item_line', { line: item.line })}>
      <div className="item-head">
        <h2>{t('item_line', { line: item.line })}</h2>
        <span>{t(`item_${item.indicator}`)}</span>
        {item.lists > 1 && <span className="tag wait">{t('item_lists', { lists: item.lists })}</span>}
        <span className="grow" />
        <span className={`tag ${tag_of[item.status]}`}>{t(`item_${item.status}`)}</span>
        {item.case_id !== null && (
          <Link to={`/cases/${item.case_id}`} className="nb">
            {t('case_number', { id: item.case_id })}
          </Link>
        )}
      </div>
      <div className="item-body">
        <Seen item={item} />
        <Candidates item={item} />
      </div>
      {item.answer && (
        <p className="answer">{item.answered_by ? t('item_answered_by', { name: item.answered_by, text: item.answer }) : item.answer}</p>
      )}
      <Answers notice_id={notice_id} item={item} />
    </article>
  );
}
