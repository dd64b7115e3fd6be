// The form of a filing.
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { System, SystemForm } from '../api/types';
import { fieldsOf, formOf, list_fields, number_fields, problemsOf, text_fields, type FilingFields } from '../format/filing';
import { ProblemNote, problemText } from '../parts/page';
import { useWords } from '../words/provider';

interface FilingFormOptions {
  system?: System;
  label: string;
  busy: boolean;
  error: unknown;
  saved?: boolean;
  onSend: (form: SystemForm) => void;
}

const longest = { unit: 200, responsible: 200, discipline: 200, purpose: 2000 } as const;

export function FilingForm({ system, label, busy, error, saved = false, onSend }: FilingFormOptions) {
  const words = useWords();
  const { t } = words;
  const [fields, setFields] = useState(() => fieldsOf(system));
  const [tried, setTried] = useState(false);
  // By what would be sent: a list parted by spaces is the list that it becomes.
  const sent = (of: FilingFields) => JSON.stringify(formOf(of));
  const unsaved = system !== undefined && sent(fields) !== sent(fieldsOf(system));
  const problems = tried ? problemsOf(fields) : {};
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOf(fields)).length === 0) onSend(formOf(fields));
  };
  const bind = (field: keyof FilingFields) => ({
    value: fields[field],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [field]: value }));
    },
    error: problems[field] && t(problems[field]),
  });
  return (
    <form className="stack-12" onSubmit={send} noValidate>
      {system === undefined && (
        <TextInput
          label={t('system')}
          description={t('filing_keeps_name')}
          maxLength={200}
          required
          withAsterisk={false}
          {...bind('name')}
        />
      )}
      <div className="fields">
        {text_fields.slice(0, 3).map((field) => (
          <TextInput key={field} label={t(field)} maxLength={longest[field]} {...bind(field)} />
        ))}
      </div>
      <Textarea label={t('purpose')} rows={2} maxLength={longest.purpose} {...bind('purpose')} />
      <div className="fields four">
        {number_fields.map((field) => (
          <TextInput
            key={field}
            label={t(field === 'filed_kw' ? 'filing_kw' : field)}
            inputMode="decimal"
            autoComplete="off"
            {...bind(field)}
          />
        ))}
      </div>
      <div className="fields">
        {list_fields.map((field) => (
          <Textarea key={field} label={t(field)} description={t('filing_lines')} rows={3} {...bind(field)} />
        ))}
      </div>
      <ProblemNote said={error ? problemText(error, words) : null} />
      {unsaved && <p className="note wait">{t('filing_unsaved')}</p>}
      {saved && !unsaved && (
        <p className="note good" role="status">
          {t('filing_saved')}
        </p>
      )}
      <Button type="submit" loading={busy}>
        {label}
      </Button>
    </form>
  );
}
