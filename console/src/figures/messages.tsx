// The messages of a flow over its time: a lane for each kind, from its first to its last; a stroke where one is evidence.
import type { EvidenceMessage, Flow } from '../api/types';
import { grouped } from '../format/numbers';
import { day_ms, utcDay, utcSecond } from '../format/times';
import { useWords } from '../words/provider';

const order = [
  'hello', 'login', 'login_accepted', 'login_refused', 'work_request', 'job', 'difficulty', 'share',
  'share_accepted', 'share_rejected', 'hash_rate', 'keep_alive', 'control', 'miner_status', 'other',
];
const of_pool = ['login_accepted', 'job', 'difficulty', 'share_accepted'];
const bad = ['login_refused', 'share_rejected'];

function Lane({ name, first, last, marks, x }: LaneOptions) {
  const { reason } = useWords();
  return (
    <svg className={bad.includes(name) ? 'bad' : of_pool.includes(name) ? 'pool' : ''} aria-hidden="true">
      <line className="rail" x1="0" x2="100%" y1="8" y2="8" />
      <rect className="span" x={`${x(first)}%`} width={`${Math.max(0.4, x(last) - x(first))}%`} y="3" height="10" rx="2" />
      {marks.map((m) => (
        <rect key={`${m.time} ${m.rule}`} className="mark" x={`${x(m.time)}%`} width="2.5" y="1" height="14">
          <title>{`${utcSecond(m.time)} ${reason(m.rule)}`}</title>
        </rect>
      ))}
    </svg>
  );
}
interface LaneOptions {
  name: string;
  first: string;
  last: string;
  marks: EvidenceMessage[];
  x: (time: string) => number;
}

export function Messages({ flow }: { flow: Flow }) {
  const { t, named, language } = useWords();
  const messages = flow.messages ?? {};
  const kinds = order.filter((kind) => messages[kind]);
  if (kinds.length === 0) return null;
  const begin = Date.parse(flow.first_seen);
  const span = Math.max(1, Date.parse(flow.last_seen) - begin);
  const x = (time: string) => Math.min(99.6, Math.max(0, (100 * (Date.parse(time) - begin)) / span));
  const middle = begin + span / 2;
  // One day: the time of day is enough at the ends.
  const label = (at: number) =>
    span < day_ms && utcDay(begin) === utcDay(begin + span)
      ? utcSecond(at).slice(11)
      : utcSecond(at).slice(5, 16);
  return (
    <figure aria-label={t('messages_title')}>
      <div className="lanes">
        {kinds.map((kind) => {
          const m = messages[kind]!;
          const name = named('message', kind);
          const text = t('messages_of', {
            kind: name,
            count: m.count,
            first: utcSecond(m.first),
            last: utcSecond(m.last),
          });
          return (
            <div key={kind} style={{ display: 'contents' }} title={text}>
              <span>{name}</span>
              <Lane
                name={kind}
                first={m.first}
                last={m.last}
                marks={(flow.evidence ?? []).filter((e) => e.kind === kind)}
                x={x}
              />
              <span className="num">{grouped(m.count, language)}</span>
            </div>
          );
        })}
        <span />
        <span className="axis">
          <span>{label(begin)}</span>
          <span>{label(middle)}</span>
          <span>{label(begin + span)}</span>
        </span>
        <span />
      </div>
    </figure>
  );
}
