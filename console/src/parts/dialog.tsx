// Asks for a text before something is done; nothing that changes a case goes without one.
import { Button, Modal, Textarea } from '@mantine/core';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useWords } from '../words/provider';
import { ProblemNote, problemText } from './page';

interface DialogOptions {
  title: string;
  intro?: ReactNode;
  opened: boolean;
  onClose: () => void;
  busy: boolean;
  error: unknown;
  onSend: (text: string) => void;
  // What else is asked, above the text.
  children?: ReactNode;
  label?: string;
  missing?: string;
  optional?: boolean;
}

export function ReasonDialog({ title, intro, opened, onClose, busy, error, onSend, ...rest }: DialogOptions) {
  const words = useWords();
  const { t } = words;
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  useEffect(() => {
    if (opened) {
      setText('');
      setTried(false);
    }
  }, [opened]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (rest.optional || text.trim() !== '') onSend(text.trim());
  };
  const said = error ? problemText(error, words) : null;
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form className="stack-12" onSubmit={send} noValidate>
        {intro && <p className="soft">{intro}</p>}
        {rest.children}
        <Textarea
          label={rest.label ?? t('reason')}
          data-autofocus={rest.children ? undefined : true}
          maxLength={2000}
          rows={4}
          required={!rest.optional}
          withAsterisk={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={tried && !rest.optional && text.trim() === '' && (rest.missing ?? t('reason_needed'))}
        />
        <ProblemNote said={said} />
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('confirm_do')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
