// What may be done with a case, by whom; each is asked for with its reason.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useActOnCase } from '../api/queries';
import {
  causes,
  explanations,
  isClosed,
  may,
  phases,
  type BenignExplanation,
  type Case,
  type CaseAction,
  type Cause,
  type Measure,
  type Session,
} from '../api/types';
import { utcDay, utcMinute } from '../format/times';
import { ReasonDialog } from '../parts/dialog';
import { Icon } from '../parts/icons';
import { useMe } from '../parts/me';
import { Panel } from '../parts/page';
import { useWords, type WordsInUse } from '../words/provider';

type Action = CaseAction['action'];
type Element = NonNullable<CaseAction['element']>;
const elements: readonly Element[] = ['device', 'software', 'pool_access'];

// The action of one day's end: what is due on a day is due when it is over.
const endOfDay = (day: string) => `${day}T23:59:59Z`;

function possible(one: Case, me: Session): Action[] {
  if (isClosed(one)) return ['note', 'add_evidence', 'reopen'];
  const waits = one.waits_for_second_person !== null;
  const out: Action[] = one.owner === me.name ? [] : ['take'];
  out.push('note', 'add_evidence', 'consider', 'set_cause');
  if (one.measures.length > 0) out.push('measure');
  out.push('record_identity', 'set_due');
  if (!waits) {
    if (one.identity.recorded && one.identity.opened_at === null) out.push('open_identity');
    // The step into `closed` is `close`, which needs a second person.
    if (one.phase !== 're_check') out.push('next_phase');
    out.push('close', 'suppress');
  }
  return out;
}

function introOf(action: Action, one: Case, { t }: WordsInUse): string | undefined {
  switch (action) {
    case 'next_phase': {
      const next = phases[phases.indexOf(one.phase) + 1] ?? one.phase;
      return t('means_next_phase', { from: t(`phase_${one.phase}`), to: t(`phase_${next}`) });
    }
    case 'approve':
      return t('means_approve', { name: one.waits_for_second_person?.by ?? '' });
    case 'take':
    case 'measure':
    case 'consider':
    case 'record_identity':
    case 'open_identity':
    case 'close':
    case 'suppress':
    case 'refuse':
    case 'reopen':
      return t(`means_${action}`);
    default:
      return undefined;
  }
}

interface DialogOptions {
  one: Case;
  action: Action | null;
  onClose: () => void;
}

function ActionDialog({ one, action, onClose }: DialogOptions) {
  const words = useWords();
  const { t } = words;
  const act = useActOnCase(one.case_id);
  const [element, setElement] = useState<Element>('device');
  const [cause, setCause] = useState<Cause>(one.cause);
  const [day, setDay] = useState(utcDay(one.due_at));
  const [measure, setMeasure] = useState<Measure>(one.measures[0] ?? 'notify');
  const [explanation, setExplanation] = useState<BenignExplanation>('research');
  const [excluded, setExcluded] = useState(false);
  if (!action) return null;
  const close = () => {
    act.reset();
    onClose();
  };
  const send = (text: string) => {
    act.mutate(
      {
        action,
        ...(text && { text }),
        ...(action === 'add_evidence' && { element }),
        ...(action === 'set_cause' && { cause }),
        ...(action === 'measure' && { measure }),
        ...(action === 'consider' && { explanation, excluded }),
        ...(action === 'set_due' && { due_at: endOfDay(day) }),
      },
      { onSuccess: close },
    );
  };
  const is_text = action === 'note' || action === 'add_evidence' || action === 'record_identity';
  return (
    <ReasonDialog
      title={t(`action_${action}`)}
      intro={introOf(action, one, words)}
      opened
      onClose={close}
      busy={act.isPending}
      error={act.error}
      onSend={send}
      optional={action === 'take'}
      {...(is_text && { label: t('text'), missing: t('text_needed') })}
    >
      {action === 'add_evidence' && (
        <NativeSelect
          label={t('element')}
          data-autofocus
          value={element}
          onChange={(event) => setElement(event.currentTarget.value as Element)}
          data={elements.map((value) => ({ value, label: t(`element_${value}`) }))}
        />
      )}
      {action === 'set_cause' && (
        <NativeSelect
          label={t('cause')}
          data-autofocus
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value as Cause)}
          data={causes.map((value) => ({ value, label: t(`cause_${value}`) }))}
        />
      )}
      {action === 'measure' && (
        <NativeSelect
          label={t('measure')}
          data-autofocus
          value={measure}
          onChange={(event) => setMeasure(event.currentTarget.value as Measure)}
          data={one.measures.map((value) => ({ value, label: t(`measure_${value}`) }))}
        />
      )}
      {action === 'consider' && (
        <>
          <NativeSelect
            label={t('explanation')}
            data-autofocus
            value={explanation}
            onChange={(event) => setExplanation(event.currentTarget.value as BenignExplanation)}
            data={explanations.map((value) => ({ value, label: t(`explanation_${value}`) }))}
          />
          <Checkbox
            label={t('explanation_is_excluded')}
            checked={excluded}
            onChange={(event) => setExcluded(event.currentTarget.checked)}
          />
        </>
      )}
      {action === 'set_due' && (
        <TextInput
          type="date"
          label={t('due')}
          data-autofocus
          required
          withAsterisk={false}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
          error={day === '' && t('date_needed')}
        />
      )}
    </ReasonDialog>
  );
}

export function CaseActions({ one }: { one: Case }) {
  const { t } = useWords();
  const me = useMe();
  const [action, setAction] = useState<Action | null>(null);
  if (!may(me.role, 'act')) {
    return (
      <Panel title={t('actions_title')} className="no-print">
        <p className="soft">{t('actions_viewer')}</p>
      </Panel>
    );
  }
  const open = possible(one, me);
  const first =
    open.find((a) => a === 'take' && one.owner === null) ??
    open.find((a) => a === (one.phase === 're_check' ? 'close' : 'next_phase'));
  return (
    <Panel title={t('actions_title')} className="no-print">
      <div style={{ display: 'grid', gap: 7 }}>
        {open.map((a) => (
          <Button
            key={a}
            variant={a === first ? 'filled' : 'default'}
            justify="flex-start"
            onClick={() => setAction(a)}
          >
            {t(`action_${a}`)}
          </Button>
        ))}
      </div>
      <ActionDialog key={action ?? ''} one={one} action={action} onClose={() => setAction(null)} />
    </Panel>
  );
}

// Who asked for what, and who may decide: never the same person.
export function SecondPerson({ one }: { one: Case }) {
  const { t } = useWords();
  const me = useMe();
  const [action, setAction] = useState<Action | null>(null);
  const waits = one.waits_for_second_person;
  if (!waits) return null;
  const own = waits.by === me.name;
  const decides = may(me.role, 'approve') && !own;
  const asked =
    waits.action === 'close' || waits.action === 'suppress' || waits.action === 'open_identity'
      ? t(`asked_${waits.action}`)
      : waits.action;
  return (
    <Panel
      className="wait-edge"
      title={
        <span className="row probable" style={{ gap: 8 }}>
          <span style={{ width: 18, height: 18, display: 'inline-flex' }}>
            <Icon name="person" />
          </span>
          {t('second_waits')}
        </span>
      }
    >
      <p>{t('second_asked', { name: waits.by, action: asked, time: utcMinute(waits.at) })}</p>
      <p className="any">{t('second_reason', { reason: waits.reason })}</p>
      <p className="soft" style={{ marginTop: 6 }}>
        {t('second_who', { name: waits.by })}{' '}
        <span className="strong">{t(decides ? 'second_you' : own ? 'second_own' : 'second_role')}</span>
      </p>
      {decides && (
        <div className="row no-print" style={{ marginTop: 12 }}>
          <Button onClick={() => setAction('approve')}>{t('action_approve')}</Button>
          <Button variant="default" onClick={() => setAction('refuse')}>
            {t('action_refuse')}
          </Button>
        </div>
      )}
      <ActionDialog key={action ?? ''} one={one} action={action} onClose={() => setAction(null)} />
    </Panel>
  );
}
