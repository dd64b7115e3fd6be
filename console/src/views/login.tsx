import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { ProblemError } from '../api/client';
import { useLogIn, useSession } from '../api/queries';
import { LanguageChoice, ThemeChoice } from '../parts/appearance';
import { Lamp } from '../parts/icons';
import { ProblemNote, problemText } from '../parts/page';
import { useWords } from '../words/provider';

export function Sign() {
  return (
    <div className="sign">
      <Lamp />
      <span style={{ fontSize: 26, fontWeight: 650 }}>Davy</span>
    </div>
  );
}

export function LogIn() {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const logIn = useLogIn();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const from = (useLocation().state as { from?: string } | null)?.from ?? '/';
  useEffect(() => {
    document.title = `${t('login_title')} · Davy`;
  }, [t]);
  if (session.data) return <Navigate to={from} replace />;

  const send = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate({ name, password });
  };
  const error = logIn.error;
  const wrong = error instanceof ProblemError && error.status === 401;
  const said = wrong
    ? { title: t('login_wrong'), remedy: t('login_wrong_remedy') }
    : error && problemText(error, words);
  return (
    <div className="alone">
      <main>
        <Sign />
        <form className="panel stack-12" onSubmit={send}>
          <h1>{t('login_title')}</h1>
          <p className="soft small">{t('login_intro')}</p>
          <TextInput
            label={t('login_name')}
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('login_password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            maxLength={1000}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ style: { display: 'none' } }}
          />
          <ProblemNote said={said} />
          <Button type="submit" fullWidth loading={logIn.isPending}>
            {t('login_do')}
          </Button>
        </form>
        <div className="foot">
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </main>
    </div>
  );
}
