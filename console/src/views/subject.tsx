// Everything about one host, meter or system.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { useOpenCase, useSubject } from '../api/queries';
import { may, type Flow, type Signal, type SubjectDetail, type SubjectEvent } from '../api/types';
import { percent } from '../format/numbers';
import { ReasonDialog } from '../parts/dialog';
import { ExemptMark } from '../parts/exempt';
import { FlowCard } from '../parts/flow';
import { Fact, Facts, LevelMark, Time } from '../parts/format';
import { useMe } from '../parts/me';
import { Loaded, Page, Panel } from '../parts/page';
import { exemptionPlace } from '../parts/places';
import { Reasons, Strength } from '../parts/reasons';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';
import NotFound from './not_found';
import { SubjectLoad } from './subject_load';

const first_flows = 5;

function Flows({ subject }: { subject: SubjectDetail }) {
  const { t, counted } = useWords();
  const [all, setAll] = useState(false);
  const flows = subject.flows as unknown as Flow[];
  const shown = all ? flows : flows.slice(0, first_flows);
  return (
    <Panel title={t('flows_title')} aside={flows.length > 0 && t('sources_note')}>
      {flows.length === 0 && <p className="soft">{t('flows_none')}</p>}
      {shown.map((flow, i) => (
        <FlowCard key={i} flow={flow} />
      ))}
      {shown.length < flows.length && (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          {t('flows_show_all', { count: flows.length })}
        </Button>
      )}
      {subject.flows_left_out > 0 && (
        <p className="soft small" style={{ marginTop: 10 }}>
          {counted('flows_left_out', subject.flows_left_out)}
        </p>
      )}
      {flows.length > 0 && (
        <p className="soft small" style={{ marginTop: 10 }}>
          {t('pseudonym_note')}
        </p>
      )}
    </Panel>
  );
}

function Signals({ signals }: { signals: Signal[] }) {
  const { t, named, reason } = useWords();
  const columns: Column<Signal>[] = [
    { key: 'at', label: t('observed_at'), cell: (s) => <Time at={s.observed_at} />, by: (s) => s.observed_at },
    { key: 'detector', label: t('detector'), cell: (s) => <span className="nb">{named('detector', s.detector)}</span>, by: (s) => s.detector },
    { key: 'evidence', label: t('evidence'), cell: (s) => <span className="any">{reason(s.evidence)}</span> },
    {
      key: 'strength',
      label: t('strength'),
      cell: (s) => <Strength nats={s.strength_nats} />,
      by: (s) => s.strength_nats,
    },
    { key: 'times', label: t('signal_times'), cell: (s) => s.times, by: (s) => s.times, numeric: true },
    { key: 'sensor', label: t('sensor'), cell: (s) => s.sensor, by: (s) => s.sensor },
  ];
  return (
    <Panel title={t('signals_title')} aside={signals.length || undefined} flush>
      {signals.length === 0 ? (
        <p className="soft" style={{ padding: '10px 20px 16px' }}>
          {t('signals_none')}
        </p>
      ) : (
        <Table
          caption={t('signals_title')}
          columns={columns}
          rows={signals}
          rowKey={(s) => `${s.detector} ${s.sensor} ${s.observed_at} ${s.evidence}`}
        />
      )}
    </Panel>
  );
}

function History({ history }: Pick<SubjectDetail, 'history'>) {
  const { t, language } = useWords();
  return (
    <Panel title={t('history_title')}>
      {history.length === 0 && <p className="soft">{t('history_none')}</p>}
      <ol className="history">
        {[...history].reverse().map((step) => (
          <li key={step.at}>
            <LevelMark level={step.level} />{' '}
            <span className="soft small">
              {t('probability')} {percent(step.probability, language)}
            </span>
            <div className="soft small">
              <Time at={step.at} />
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function CaseBox({ subject }: { subject: SubjectDetail }) {
  const { t } = useWords();
  const me = useMe();
  const go = useNavigate();
  const openCase = useOpenCase();
  const [asking, setAsking] = useState(false);
  if (subject.case_id !== null) {
    return (
      <Panel title={t('case')}>
        <Link to={`/cases/${subject.case_id}`} className="strong">
          {t('case_number', { id: subject.case_id })}
        </Link>
      </Panel>
    );
  }
  if (!may(me.role, 'act')) {
    return (
      <Panel title={t('case')}>
        <p className="soft">{t('case_open_viewer')}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t('case')}>
      <p className="soft" style={{ marginBottom: 10 }}>
        {t('case_open_intro')}
      </p>
      <Button className="no-print" onClick={() => setAsking(true)}>
        {t('case_open_do')}
      </Button>
      <ReasonDialog
        title={t('case_open_do')}
        opened={asking}
        onClose={() => setAsking(false)}
        error={openCase.error}
        busy={openCase.isPending}
        onSend={(reason) =>
          openCase.mutate(
            { subject_id: subject.subject_id, reason },
            { onSuccess: (opened) => void go(`/cases/${opened.case_id}`) },
          )
        }
      />
    </Panel>
  );
}

function Detail({ subject }: { subject: SubjectDetail }) {
  const { t, named, language } = useWords();
  const event = subject.event as unknown as SubjectEvent;
  return (
    <Page
      title={subject.name}
      heading={<span className="any">{subject.name}</span>}
      crumb={<Link to="/findings">{t('findings_title')}</Link>}
      intro={[t(`kind_${subject.kind}`), subject.unit].filter(Boolean).join(' · ')}
      side={
        <Button variant="default" size="xs" onClick={() => window.print()}>
          {t('print')}
        </Button>
      }
    >
      <Panel title={t('level')}>
        <div className="row" style={{ marginBottom: 6 }}>
          <LevelMark level={subject.level} big />
          {subject.level !== 'unknown' && (
            <span className="strong">
              {t('probability')} {percent(subject.probability, language)}
            </span>
          )}
          {event.class && <span className="tag">{named('class', event.class)}</span>}
          <ExemptMark id={subject.exemption_id} />
        </div>
        <p className="soft" style={{ marginBottom: 14 }}>
          {t(`meaning_${subject.level}`)}
        </p>
        {subject.exemption_id !== null && (
          <p className="note good" style={{ marginBottom: 14 }}>
            {t('exempt_of', { id: subject.exemption_id })}{' '}
            <Link to={exemptionPlace(subject.exemption_id)}>{t('exempt_link', { id: subject.exemption_id })}</Link>
          </p>
        )}
        <Facts>
          <Fact label={t('first_seen')}>
            <Time at={subject.first_seen} />
          </Fact>
          <Fact label={t('last_seen')}>
            <Time at={subject.last_seen} />
          </Fact>
          <Fact label={t('coin')}>{subject.coin}</Fact>
          <Fact label={t('dialect')}>{subject.dialect}</Fact>
          <Fact label={t('signals')}>{subject.signals}</Fact>
          <Fact label={t('unit')}>{subject.unit}</Fact>
          <Fact label={t('meters')}>{event.meters?.join(', ')}</Fact>
        </Facts>
      </Panel>
      <div className="wide-narrow">
        <div>
          <Panel title={t('reasons_title')}>
            <Reasons reasons={event.reasons ?? []} />
          </Panel>
          {event.electricity && <SubjectLoad load={event.electricity} picture={subject.load_picture} />}
          {(subject.kind === 'host' || subject.flows.length > 0) && <Flows subject={subject} />}
        </div>
        <div>
          <CaseBox subject={subject} />
          <History history={subject.history} />
        </div>
      </div>
      <Signals signals={subject.signals_list} />
    </Page>
  );
}

export default function Subject() {
  const { t } = useWords();
  const id = Number(useParams()['id']);
  const query = useSubject(id);
  if (!Number.isSafeInteger(id) || id < 0) return <NotFound />;
  if (!query.data) {
    return (
      <Page title={t('findings_title')} crumb={<Link to="/findings">{t('findings_title')}</Link>}>
        <Loaded query={query} lines={12}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Detail subject={query.data} />;
}
