// One system: where its filing stands, its form, what comes next, what was done.
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router-dom';
import { useChangeSystem, useSystem } from '../api/register_queries';
import { may, type SystemDetail } from '../api/types';
import { UsedOfFiled } from '../figures/used_bar';
import { formIsOpen, stagesOf } from '../format/filing_steps';
import { rounded } from '../format/numbers';
import { DueDay } from '../parts/due';
import { Fact, Facts, LevelMark } from '../parts/format';
import { useMe } from '../parts/me';
import { Loaded, Page, Panel } from '../parts/page';
import { PhaseLine } from '../parts/phases';
import { useWords } from '../words/provider';
import NotFound from './not_found';
import { FilingForm } from './register_form';
import { NextSteps, Steps } from './register_steps';

function Filed({ system }: { system: SystemDetail }) {
  const { t, language } = useWords();
  const number = (value: number | null) => value !== null && rounded(value, language);
  const list = (items: string[]) => items.length > 0 && <code className="any">{items.join(' ')}</code>;
  return (
    <Panel title={t('filing_form')}>
      <Facts>
        <Fact label={t('purpose')} wide>
          {system.purpose}
        </Fact>
        <Fact label={t('unit')}>{system.unit}</Fact>
        <Fact label={t('responsible')}>{system.responsible}</Fact>
        <Fact label={t('discipline')}>{system.discipline}</Fact>
        <Fact label={t('filed_kw')}>{system.filed_kw !== null && `${rounded(system.filed_kw, language)} kW`}</Fact>
        <Fact label={t('cpus')}>{number(system.cpus)}</Fact>
        <Fact label={t('gpus')}>{number(system.gpus)}</Fact>
        <Fact label={t('disk_tb')}>{number(system.disk_tb)}</Fact>
        <Fact label={t('meters')}>{list(system.meters)}</Fact>
        <Fact label={t('addresses')}>{list(system.addresses)}</Fact>
      </Facts>
    </Panel>
  );
}

function Form({ system }: { system: SystemDetail }) {
  const { t } = useWords();
  const change = useChangeSystem(system.system_id);
  return (
    <Panel title={t('filing_form')} aside={t('filing_form_open')}>
      <FilingForm
        system={system}
        label={t('filing_save')}
        busy={change.isPending}
        error={change.error}
        saved={change.isSuccess}
        onSend={(form) => change.mutate(form)}
      />
    </Panel>
  );
}

function Standing({ system }: { system: SystemDetail }) {
  const { t } = useWords();
  return (
    <Panel title={t('system')}>
      <Facts>
        <Fact label={t('status')} wide>
          {t(`status_${system.status}`)}
        </Fact>
        <Fact label={t('due_on')} wide>
          {system.due_on !== null && <DueDay day={system.due_on} overdue={system.overdue} />}
        </Fact>
        <Fact label={t('filing_number')} wide>
          {system.filing_number}
        </Fact>
        <Fact label={t('filed_used')} wide>
          {(system.filed_kw !== null || system.used_kw !== null) && (
            <>
              <UsedOfFiled system={system} />
              {system.used_kw !== null && <span className="soft small">{t('used_kw_more')}</span>}
            </>
          )}
        </Fact>
        <Fact label={t('seen')} wide>
          {system.seen === null ? (
            t('seen_nothing')
          ) : (
            <>
              <LevelMark level={system.seen} />{' '}
              <Link to={`/findings?kind=system&text=${encodeURIComponent(system.name)}`}>{t('system_seen_link')}</Link>
            </>
          )}
        </Fact>
      </Facts>
    </Panel>
  );
}

function Detail({ system }: { system: SystemDetail }) {
  const { t } = useWords();
  const me = useMe();
  const stages = stagesOf(system);
  return (
    <Page
      title={system.name}
      heading={<span className="any">{system.name}</span>}
      crumb={<Link to="/register">{t('register_title')}</Link>}
      intro={system.unit}
      side={
        <Button variant="default" size="xs" onClick={() => window.print()}>
          {t('print')}
        </Button>
      }
    >
      <Panel className={system.overdue ? 'loud-edge' : ''}>
        <PhaseLine
          label={t('status')}
          stages={stages.map((status) => ({ key: status, said: t(`status_${status}`) }))}
          at={stages.indexOf(system.status)}
        />
      </Panel>
      <div className="wide-narrow">
        <div>
          {formIsOpen(system.status) && may(me.role, 'file') ? <Form system={system} /> : <Filed system={system} />}
          <Steps steps={system.steps} />
        </div>
        <div>
          <Standing system={system} />
          <NextSteps system={system} />
        </div>
      </div>
    </Page>
  );
}

export default function System() {
  const { t } = useWords();
  const id = Number(useParams()['id']);
  const query = useSystem(id);
  if (!Number.isSafeInteger(id) || id < 0) return <NotFound />;
  if (!query.data) {
    return (
      <Page title={t('register_title')} crumb={<Link to="/register">{t('register_title')}</Link>}>
        <Loaded query={query} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Detail key={id} system={query.data} />;
}
