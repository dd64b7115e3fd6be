// One flow: who with whom, what was said and when, with the messages that are evidence.
import type { EvidenceMessage, Flow } from '../api/types';
import { Messages } from '../figures/messages';
import { percent } from '../format/numbers';
import { useWords } from '../words/provider';
import { Fact, Facts, IntervalText, LevelMark, Time } from './format';
import { Strength } from './reasons';

const end = (address: string, port: number) =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

function EvidenceList({ evidence }: { evidence: readonly EvidenceMessage[] }) {
  const { t, named, counted, reason } = useWords();
  if (evidence.length === 0) return null;
  return (
    <details open={evidence.length <= 3} style={{ marginTop: 10 }}>
      <summary>{counted('evidence_show', evidence.length)}</summary>
      <ul className="reasons" style={{ marginTop: 8 }}>
        {evidence.map((e) => (
          <li key={`${e.time} ${e.kind} ${e.rule}`}>
            <span className="strong">{named('message', e.kind)}</span>{' '}
            <span className="soft small">
              {t(e.side ? `side_${e.side}` : 'side_unknown')} · <Time at={e.time} seconds /> ·{' '}
              <Strength nats={e.strength_nats} />
            </span>
            <small>{reason(e.rule)}</small>
            {e.excerpt && <div className="excerpt code">{e.excerpt}</div>}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function FlowCard({ flow }: { flow: Flow }) {
  const { t, named, language } = useWords();
  const shares = flow.shares;
  return (
    <div className="flow">
      <h3>
        {end(flow.source_address, flow.source_port)} → {end(flow.destination_address, flow.destination_port)}{' '}
        <span className="soft small">{flow.transport_protocol}</span>
      </h3>
      <div className="row" style={{ marginBottom: 10 }}>
        <LevelMark level={flow.verdict} />
        <span className="soft small">
          {t('probability')} {percent(flow.probability, language)}
        </span>
        {flow.class && <span className="tag">{named('class', flow.class)}</span>}
      </div>
      {flow.attempt && <p className="note">{t('flow_attempt')}</p>}
      {flow.both_ways_captured === false && <p className="note">{t('flow_one_direction')}</p>}
      <Facts>
        <Fact label={t('period')}>
          <Time at={flow.first_seen} /> {t('to')} <Time at={flow.last_seen} />
        </Fact>
        <Fact label={t('dialect')}>{flow.dialect}</Fact>
        <Fact label={t('coin')}>
          {flow.coin && [flow.coin, flow.algorithm].filter(Boolean).join(' · ')}
        </Fact>
        <Fact label={t('pool')}>{flow.pool}</Fact>
        <Fact label={t('agent')}>{flow.agent}</Fact>
        <Fact label={t('pool_login')}>{flow.login_pseudonym && <code>{flow.login_pseudonym}</code>}</Fact>
        <Fact label={t('worker')}>{flow.worker_pseudonym && <code>{flow.worker_pseudonym}</code>}</Fact>
        <Fact label={t('shares')}>
          {shares && shares.submitted > 0 && t('shares_accepted', { ...shares })}
        </Fact>
        <Fact label={t('hash_rate')}>
          {flow.hash_rate && <IntervalText value={flow.hash_rate} unit={flow.hash_rate.unit} />}
        </Fact>
        <Fact label={t('power')}>{flow.power && <IntervalText value={flow.power} unit={flow.power.unit} />}</Fact>
        <Fact label={t('input')}>{flow.input && <code>{flow.input}</code>}</Fact>
      </Facts>
      <div style={{ marginTop: 14 }}>
        <Messages flow={flow} />
      </div>
      <EvidenceList evidence={flow.evidence ?? []} />
    </div>
  );
}
