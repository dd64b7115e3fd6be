// One case: where it stands, what comes next, what was found, what was done.
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router-dom';
import { client } from '../api/client';
import { useCase } from '../api/queries';
import { isClosed, phases, type Case as CaseData } from '../api/types';
import { logText } from '../format/log_text';
import { utcDay, utcMinute } from '../format/times';
import { Deadline } from '../parts/deadline';
import { DownloadButton } from '../parts/download';
import { ExemptMark } from '../parts/exempt';
import { Fact, Facts, LevelMark, Time } from '../parts/format';
import { Loaded, Page, Panel } from '../parts/page';
import { PhaseLine } from '../parts/phases';
import { useWords, type WordsInUse } from '../words/provider';
import { CaseActions, SecondPerson } from './case_actions';
import { Explanations, identityText, measureText } from './case_measures';
import NotFound from './not_found';

function Phases({ one }: { one: CaseData }) {
  const { t } = useWords();
  // Gone through is what the log says; the first phase and the end need no step.
  const through = one.log.filter(({ action }) => action === 'next_phase').map(({ text }) => text.split(':')[0]);
  const skipped = phases.slice(1).filter((phase) => phase !== 'closed' && !through.includes(phase));
  return (
    <PhaseLine
      label={t('phase')}
      skipped={skipped}
      stages={phases.map((phase) => ({ key: phase, said: t(`phase_${phase}`) }))}
      at={phases.indexOf(one.phase)}
    />
  );
}

const of_phase: Record<CaseData['phase'], CaseData['next_step']> = {
  clue_analysis: 'plan_the_visit',
  on_site_check: 'find_the_device',
  correlation: 'correlate_the_evidence',
  rectification: 'wait_for_rectification_and_check_again',
  re_check: 'close_with_a_second_person',
  closed: 'nothing',
  relapse_watch: 'watch_for_a_relapse',
};

// In words; a key from a newer server falls back to what the phase asks for.
function nextStep(one: CaseData, { t, named }: WordsInUse) {
  const raw = one.next_step.replaceAll('_', ' ');
  const said = named('next', one.next_step);
  return said === raw ? t(`next_${of_phase[one.phase]}`) : said;
}

const elements = ['device', 'software', 'pool_access'] as const;

function Elements({ evidence }: Pick<CaseData, 'evidence'>) {
  const { t, reason } = useWords();
  return (
    <Panel title={t('three_elements')} aside={t('three_elements_intro')}>
      <div className="elements">
        {elements.map((element) => {
          const items = evidence[element];
          return (
            <section key={element} className={items.length === 0 ? 'missing' : ''}>
              <h3>
                {t(`element_${element}`)}
                <span className={`tag ${items.length === 0 ? 'wait' : 'good'}`}>
                  {t(items.length === 0 ? 'element_missing' : 'element_there')}
                </span>
              </h3>
              <ul className="reasons">
                {items.map((item) => (
                  <li key={`${item.at} ${item.text}`}>
                    {item.by === 'davy' ? reason(item.text) : item.text}
                    <small>
                      {item.by}, <Time at={item.at} />
                    </small>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Panel>
  );
}

function Log({ log }: Pick<CaseData, 'log'>) {
  const words = useWords();
  const { t, named } = words;
  return (
    <Panel title={t('log_title')}>
      {log.length === 0 && <p className="soft">{t('log_none')}</p>}
      <ol className="history">
        {[...log]
          .sort((a, b) => b.at.localeCompare(a.at))
          .map((entry) => (
            <li key={`${entry.at} ${entry.action} ${entry.text}`}>
              <span className="strong">{entry.by}</span> {named('did', entry.action)}{' '}
              <span className="soft small">
                <Time at={entry.at} />
              </span>
              {entry.text && <p className="any">{logText(entry, words)}</p>}
            </li>
          ))}
      </ol>
    </Panel>
  );
}

function Detail({ one }: { one: CaseData }) {
  const words = useWords();
  const { t } = words;
  const over = one.overdue && !isClosed(one);
  const title = `${t('case_number', { id: one.case_id })} · ${one.subject.name}`;
  return (
    <Page
      title={title}
      heading={<span className="any">{title}</span>}
      crumb={<Link to="/cases">{t('cases_title')}</Link>}
      intro={
        over && (
          <>
            <Deadline one={one} /> {t('due')} {utcDay(one.due_at)}
          </>
        )
      }
      side={
        <Button variant="default" size="xs" onClick={() => window.print()}>
          {t('print')}
        </Button>
      }
    >
      <SecondPerson one={one} />
      <Panel className={over ? 'loud-edge' : ''}>
        <Phases one={one} />
        <p className="next">
          <b>{t('next_step')}</b>
          {nextStep(one, words)}
        </p>
      </Panel>
      <div className="wide-narrow">
        <div>
          <Elements evidence={one.evidence} />
          <Explanations explanations={one.explanations} />
          <Log log={one.log} />
        </div>
        <div>
          <Panel title={t('case')}>
            <Facts>
              <Fact label={t('due')} wide>
                {utcDay(one.due_at)} {one.phase !== 'closed' && <Deadline one={one} />}
              </Fact>
              <Fact label={t('owner')}>{one.owner ?? t('owner_none')}</Fact>
              <Fact label={t('cause')}>{t(`cause_${one.cause}`)}</Fact>
              <Fact label={t('measure')} wide>
                {measureText(one, t)}
              </Fact>
              <Fact label={t('identity')} wide>
                <span className="any">{identityText(one, t)}</span>
              </Fact>
              <Fact label={t('opened')} wide>
                {t('opened_by', { time: utcMinute(one.opened_at), name: one.opened_by })}
              </Fact>
              <Fact label={t('level')} wide>
                <LevelMark level={one.subject.level} /> <ExemptMark id={one.subject.exemption_id} />{' '}
                <Link to={`/findings/${one.subject.subject_id}`} className="any">
                  {one.subject.name}
                </Link>
              </Fact>
              <Fact label={t('unit')} wide>
                {one.subject.unit}
              </Fact>
              <Fact label={t('last_seen')} wide>
                <Time at={one.subject.last_seen} />
              </Fact>
            </Facts>
          </Panel>
          <CaseActions one={one} />
          <Panel title={t('evidence')} className="no-print">
            <DownloadButton
              label={t('evidence_bundle')}
              intro={t('evidence_bundle_intro')}
              name={`case-${one.case_id}.zip`}
              fetch={() => client.download('/cases/{case_id}/evidence', { path: { case_id: one.case_id } })}
            />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

export default function Case() {
  const { t } = useWords();
  const id = Number(useParams()['id']);
  const query = useCase(id);
  if (!Number.isSafeInteger(id) || id < 0) return <NotFound />;
  if (!query.data) {
    return (
      <Page title={t('cases_title')} crumb={<Link to="/cases">{t('cases_title')}</Link>}>
        <Loaded query={query} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Detail one={query.data} />;
}
