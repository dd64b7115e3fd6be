// Who may log in; an administrator adds people, who then choose their own password.
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAddUser, useChangeUser, useUsers } from '../api/queries';
import { roles, type Role, type User } from '../api/types';
import { useMe } from '../parts/me';
import { Loaded, Panel, ProblemNote, problemText } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';

const name_rule = /^[\p{L}0-9._@-]{1,100}$/u;
const shortest = 12;
// Who looks after all units is bound to none.
const may_be_bound = (role: Role) => role !== 'administrator' && role !== 'auditor';

function AddPerson() {
  const words = useWords();
  const { t } = words;
  const add = useAddUser();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const [unit, setUnit] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const bad_name = !name_rule.test(name);
  const short = password.length < shortest;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (bad_name || short) return;
    add.mutate(
      { name, role, password, ...(may_be_bound(role) && unit.trim() && { unit: unit.trim() }) },
      {
        onSuccess: () => {
          setName('');
          setUnit('');
          setPassword('');
          setTried(false);
        },
      },
    );
  };
  const said = add.error && problemText(add.error, words);
  return (
    <form className="stack-12" onSubmit={send} noValidate style={{ maxWidth: 420 }}>
      <TextInput
        label={t('name')}
        description={t('people_name_rule')}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={tried && bad_name}
      />
      <NativeSelect
        label={t('role')}
        description={t(`role_means_${role}`)}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
        data={roles.map((value) => ({ value, label: t(`role_${value}`) }))}
      />
      {may_be_bound(role) && (
        <TextInput
          label={t('unit')}
          description={t('people_unit_rule')}
          autoComplete="off"
          value={unit}
          onChange={(event) => setUnit(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        label={t('people_first_password')}
        description={t('people_first_password_rule')}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={tried && short && t('password_short')}
        visibilityToggleButtonProps={{ 'aria-label': t('login_password') }}
      />
      <ProblemNote said={said} />
      {add.data && (
        <p className="note good" role="status">
          {t('people_added', { name: add.data.name })}
        </p>
      )}
      <Button type="submit" loading={add.isPending}>
        {t('people_add')}
      </Button>
    </form>
  );
}

// Nobody does this to themselves.
function LetIn({ user }: { user: User }) {
  const words = useWords();
  const { t } = words;
  const me = useMe();
  const change = useChangeUser();
  if (user.name === me.name) return null;
  const label = t(user.disabled ? 'people_enable' : 'people_disable');
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${label}: ${user.name}`}
        loading={change.isPending}
        onClick={() => change.mutate({ user_id: user.user_id, disabled: !user.disabled })}
      >
        {label}
      </Button>
      <ProblemNote said={change.error && problemText(change.error, words)} />
    </>
  );
}

export function People() {
  const { t } = useWords();
  const query = useUsers(true);
  const columns: Column<User>[] = [
    { key: 'name', label: t('name'), cell: (u) => u.name, by: (u) => u.name },
    { key: 'role', label: t('role'), cell: (u) => t(`role_${u.role}`), by: (u) => roles.indexOf(u.role) },
    { key: 'unit', label: t('unit'), cell: (u) => u.unit ?? t('people_unit_all'), by: (u) => u.unit ?? '' },
    {
      key: 'state',
      label: t('people_state'),
      cell: (u) => <span className={`tag${u.disabled ? '' : ' good'}`}>{t(u.disabled ? 'people_disabled' : 'people_enabled')}</span>,
      by: (u) => Number(u.disabled),
    },
    { key: 'change', label: t('people_change'), cell: (u) => <LetIn user={u} /> },
  ];
  return (
    <Loaded query={query}>
      {({ items }) => (
        <div className="two">
          <Panel flush title={t('people_title')}>
            <Table caption={t('people_title')} columns={columns} rows={items} rowKey={(u) => u.name} />
          </Panel>
          <Panel title={t('people_add')}>
            <AddPerson />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}
