// The steps of a filing: those that were taken, and those that may come.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useActOnSystem } from '../api/register_queries';
import { may, type Step, type SystemActionName, type SystemDetail } from '../api/types';
import { needsReason, possibleSteps, secondPersonState, submitterOf } from '../format/filing_steps';
import { ReasonDialog } from '../parts/dialog';
import { Time } from '../parts/format';
import { useMe } from '../parts/me';
import { Panel } from '../parts/page';
import { useWords } from '../words/provider';
import type { Word } from '../words/words';

// A system's approving and closing are other words than a case's.
const means: Record<SystemActionName, Word> = {
  submit: 'means_submit',
  approve: 'means_sys_approve',
  return: 'means_return',
  file: 'means_file',
  build: 'means_build',
  operate: 'means_operate',
  change: 'means_change',
  close: 'means_sys_close',
  retire: 'means_retire',
};

interface StepDialogOptions {
  system: SystemDetail;
  action: SystemActionName;
  onClose: () => void;
}

function StepDialog({ system, action, onClose }: StepDialogOptions) {
  const { t } = useWords();
  const act = useActOnSystem(system.system_id);
  const [document, setDocument] = useState('');
  const [number, setNumber] = useState(action === 'file' ? (system.filing_number ?? '') : '');
  const [tried, setTried] = useState(false);
  const close = () => {
    act.reset();
    onClose();
  };
  const send = (text: string) => {
    setTried(true);
    if (action === 'file' && number.trim() === '') return;
    act.mutate(
      {
        action,
        ...(text && { text }),
        ...(document.trim() && { document: document.trim() }),
        ...(action === 'file' && { filing_number: number.trim() }),
      },
      { onSuccess: close },
    );
  };
  return (
    <ReasonDialog
      title={`${t(`do_${action}`)}: ${system.name}`}
      intro={t(means[action])}
      opened
      onClose={close}
      busy={act.isPending}
      error={act.error}
      onSend={send}
      {...(!needsReason(action, system.status) && { optional: true, label: t('remark') })}
      {...(action === 'return' && { missing: t('return_needed') })}
    >
      {action === 'file' && (
        <TextInput
          label={t('filing_number')}
          data-autofocus
          maxLength={100}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          error={tried && number.trim() === '' && t('filing_number_needed')}
        />
      )}
      {action !== 'return' && (
        <TextInput
          label={t('document')}
          description={t('document_more')}
          data-autofocus={action !== 'file' || undefined}
          maxLength={200}
          value={document}
          onChange={(event) => setDocument(event.currentTarget.value)}
        />
      )}
    </ReasonDialog>
  );
}

function SecondPerson({ system }: { system: SystemDetail }) {
  const { t } = useWords();
  const me = useMe();
  const state = secondPersonState(system, me);
  if (!state) return null;
  return (
    <p className={state === 'you' ? 'note wait' : 'soft'}>
      {t(`filing_second_${state}`, { name: submitterOf(system) ?? '?' })}
    </p>
  );
}

export function NextSteps({ system }: { system: SystemDetail }) {
  const { t } = useWords();
  const me = useMe();
  const [action, setAction] = useState<SystemActionName | null>(null);
  const open = possibleSteps(system, me);
  return (
    <Panel title={t('filing_next')} className="no-print">
      <div className="stack-12">
        {system.status === 'retired' && <p className="soft">{t('filing_nothing')}</p>}
        <SecondPerson system={system} />
        {system.status !== 'retired' && !may(me.role, 'file') && <p className="soft">{t('filing_reads')}</p>}
        {open.length > 0 && (
          <div className="buttons">
            {open.map((a, i) => (
              <Button key={a} variant={i === 0 && a !== 'return' ? 'filled' : 'default'} justify="flex-start" onClick={() => setAction(a)}>
                {t(`do_${a}`)}
              </Button>
            ))}
          </div>
        )}
        {action && <StepDialog key={action} system={system} action={action} onClose={() => setAction(null)} />}
      </div>
    </Panel>
  );
}

export function Steps({ steps }: { steps: readonly Step[] }) {
  const { t, named } = useWords();
  return (
    <Panel title={t('steps_title')}>
      {steps.length === 0 && <p className="soft">{t('steps_none')}</p>}
      <ol className="history">
        {[...steps].reverse().map((step) => (
          <li key={`${step.at} ${step.action}`}>
            <span className="strong">{step.by}</span> {named('step', step.action)}{' '}
            {step.from !== step.to && <span className="tag">{t(`status_${step.to}`)}</span>}{' '}
            <span className="soft small">
              <Time at={step.at} />
            </span>
            {step.text && <p className="any">{step.text}</p>}
            {step.document && <p className="soft small any">{t('step_document', { document: step.document })}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
