import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useAskForExemption } from '../api/register_queries';
import { listOf, numberOf } from '../format/filing';
import { day_ms, utcDay } from '../format/times';
import { ProblemNote, problemText } from '../parts/page';
import { useWords } from '../words/provider';

interface Fields {
  project: string;
  person: string;
  purpose: string;
  hosts: string;
  coins: string;
  power_cap_kw: string;
  first_day: string;
  last_day: string;
}
// A term of half a year is proposed; a person chooses.
const proposed_days = 182;
const empty = (): Fields => ({
  project: '',
  person: '',
  purpose: '',
  hosts: '',
  coins: '',
  power_cap_kw: '',
  first_day: utcDay(Date.now()),
  last_day: utcDay(Date.now() + proposed_days * day_ms),
});
const needed = ['project', 'person', 'purpose', 'hosts'] as const;

const right = (fields: Fields) =>
  needed.every((field) => fields[field].trim() !== '') &&
  fields.first_day !== '' &&
  fields.last_day >= fields.first_day &&
  !Number.isNaN(numberOf(fields.power_cap_kw));

const formOf = (fields: Fields) => ({
  project: fields.project.trim(),
  person: fields.person.trim(),
  purpose: fields.purpose.trim(),
  hosts: listOf(fields.hosts),
  coins: listOf(fields.coins),
  power_cap_kw: numberOf(fields.power_cap_kw),
  first_day: fields.first_day,
  last_day: fields.last_day,
});

export function AskForExemption({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const ask = useAskForExemption();
  const [fields, setFields] = useState(empty);
  const [tried, setTried] = useState(false);
  useEffect(() => {
    if (!opened) return;
    setFields(empty());
    setTried(false);
  }, [opened]);
  const close = () => {
    ask.reset();
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (right(fields)) ask.mutate(formOf(fields), { onSuccess: close });
  };
  const bind = (field: keyof Fields) => ({
    value: fields[field],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [field]: value }));
    },
  });
  const missing = (field: (typeof needed)[number]) => tried && fields[field].trim() === '' && t('exemption_needed');
  return (
    <Modal opened={opened} onClose={close} size="lg" title={t('exemption_new')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form className="stack-12" onSubmit={send} noValidate>
        <p className="soft">{t('exemption_new_intro')}</p>
        <TextInput label={t('exemption_project')} data-autofocus maxLength={200} {...bind('project')} error={missing('project')} />
        <TextInput label={t('exemption_person')} maxLength={200} {...bind('person')} error={missing('person')} />
        <Textarea label={t('purpose')} rows={3} maxLength={2000} {...bind('purpose')} error={missing('purpose')} />
        <Textarea
          label={t('exemption_hosts')}
          description={t('filing_lines')}
          rows={3}
          {...bind('hosts')}
          error={missing('hosts')}
        />
        <div className="fields">
          <TextInput label={t('exemption_coins')} description={t('exemption_coins_more')} {...bind('coins')} />
          <TextInput
            label={t('exemption_cap')}
            description={t('exemption_cap_more')}
            inputMode="decimal"
            {...bind('power_cap_kw')}
            error={tried && Number.isNaN(numberOf(fields.power_cap_kw)) && t('filing_number_wrong')}
          />
          <TextInput type="date" label={t('exemption_first')} {...bind('first_day')} />
          <TextInput
            type="date"
            label={t('exemption_last')}
            {...bind('last_day')}
            error={tried && fields.last_day < fields.first_day && t('exemption_days_wrong')}
          />
        </div>
        <ProblemNote said={ask.error ? problemText(ask.error, words) : null} />
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={ask.isPending}>
            {t('exemption_new')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
