// Changing one's own password: in the settings, and before anything else if it was given by somebody.
import { Button, PasswordInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useChangePassword, useLogOut } from '../api/queries';
import { ProblemNote, problemText } from '../parts/page';
import { useWords } from '../words/provider';
import { Sign } from './login';

const shortest = 12;
const no_eye = { visibilityToggleButtonProps: { style: { display: 'none' } } };

export function PasswordForm() {
  const words = useWords();
  const { t } = words;
  const change = useChangePassword();
  const [old_password, setOld] = useState('');
  const [new_password, setNew] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const short = new_password.length < shortest;
  const differs = again !== new_password;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (short || differs) return;
    change.mutate(
      { old_password, new_password },
      {
        onSuccess: () => {
          [setOld, setNew, setAgain].forEach((set) => set(''));
          setTried(false);
        },
      },
    );
  };
  const said = change.error && problemText(change.error, words);
  return (
    <form className="stack-12" onSubmit={send} style={{ maxWidth: 380 }}>
      <PasswordInput
        label={t('password_old')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={old_password}
        onChange={(event) => setOld(event.currentTarget.value)}
        {...no_eye}
      />
      <PasswordInput
        label={t('password_new')}
        description={t('password_rule')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={tried && short && t('password_short')}
        value={new_password}
        onChange={(event) => setNew(event.currentTarget.value)}
        {...no_eye}
      />
      <PasswordInput
        label={t('password_again')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={tried && differs && t('password_differs')}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        {...no_eye}
      />
      <ProblemNote said={said} />
      {change.isSuccess && (
        <div className="note good" role="status">
          {t('password_done')}
        </div>
      )}
      <Button type="submit" loading={change.isPending}>
        {t('password_do')}
      </Button>
    </form>
  );
}

export function FirstPassword() {
  const { t } = useWords();
  const logOut = useLogOut();
  useEffect(() => {
    document.title = `${t('password_must_title')} · Davy`;
  }, [t]);
  return (
    <div className="alone">
      <main>
        <Sign />
        <div className="panel stack-12">
          <h1>{t('password_must_title')}</h1>
          <p className="soft small">{t('password_must_intro')}</p>
          <PasswordForm />
        </div>
        <div className="foot">
          <Button variant="subtle" size="compact-sm" onClick={() => logOut.mutate()}>
            {t('log_out')}
          </Button>
        </div>
      </main>
    </div>
  );
}
