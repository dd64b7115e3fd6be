import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '../api/client';
import { useChooseRetention, useRetention, useSettings } from '../api/queries';
import { may, type Settings as SettingsData } from '../api/types';
import { octets } from '../format/numbers';
import { hour_ms } from '../format/times';
import { LanguageChoice, ThemeChoice } from '../parts/appearance';
import { Fact, Facts, Time } from '../parts/format';
import { useMe } from '../parts/me';
import { Loaded, Page, Panel, ProblemNote, problemText } from '../parts/page';
import { Table, type Column } from '../parts/table';
import { useWords } from '../words/provider';
import { Outlets } from './outlets';
import { PasswordForm } from './password';
import { People } from './people';

type Sensor = SettingsData['sensors'][number];
type Kept = Schema<'Retention'>['profiles'][number]['classes'][number];

function Sensors({ sensors }: { sensors: Sensor[] }) {
  const { t, named } = useWords();
  const silent = (s: Sensor) => s.last_alive === null || Date.now() - Date.parse(s.last_alive) > hour_ms;
  const columns: Column<Sensor>[] = [
    { key: 'name', label: t('name'), cell: (s) => s.name, by: (s) => s.name },
    { key: 'kind', label: t('sensor_kind'), cell: (s) => named('sensor', s.kind), by: (s) => s.kind },
    {
      key: 'alive',
      label: t('sensor_last_alive'),
      cell: (s) => (
        <>
          {s.last_alive === null ? t('sensor_never') : <Time at={s.last_alive} />}{' '}
          {silent(s) && <span className="tag bad">{t('cover_gap')}</span>}
        </>
      ),
      by: (s) => s.last_alive ?? '',
    },
  ];
  return (
    <Panel flush title={t('sensors_title')}>
      {sensors.length === 0 ? (
        <p className="soft none-here">{t('sensors_none')}</p>
      ) : (
        <Table caption={t('sensors_title')} columns={columns} rows={sensors} rowKey={(s) => s.name} />
      )}
    </Panel>
  );
}

type RetentionData = Schema<'Retention'>;

function Choice({ retention, chosen, choose }: { retention: RetentionData; chosen: string; choose: (name: string) => void }) {
  const words = useWords();
  const { t, named } = words;
  const send = useChooseRetention();
  return (
    <div className="stack-12" style={{ padding: 14 }}>
      <p className="soft small">{t('retention_choose_means')}</p>
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <NativeSelect
          label={t('retention_profile')}
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
          data={retention.profiles.map(({ name }) => ({ value: name, label: named('profile', name) }))}
        />
        <Button disabled={chosen === retention.profile} loading={send.isPending} onClick={() => send.mutate(chosen)}>
          {t('retention_choose')}
        </Button>
      </div>
      <ProblemNote said={send.error && problemText(send.error, words)} />
    </div>
  );
}

// An administrator sees what another profile would keep before choosing it.
function Retention({ retention, may_choose }: { retention: RetentionData; may_choose: boolean }) {
  const { t, counted, named } = useWords();
  const [shown, setShown] = useState(retention.profile);
  const columns: Column<Kept>[] = [
    { key: 'class', label: t('retention_class'), cell: (k) => named('class', k.class) },
    {
      key: 'days',
      label: t('retention_kept'),
      cell: (k) => (k.days === 0 ? t('retention_for_ever') : counted('retention_days', k.days)),
      numeric: true,
    },
  ];
  const classes = retention.profiles.find(({ name }) => name === shown)?.classes ?? [];
  return (
    <Panel flush title={`${t('retention_title')} (${named('profile', retention.profile)})`}>
      <Table caption={t('retention_title')} columns={columns} rows={classes} rowKey={(k) => k.class} />
      {may_choose && <Choice retention={retention} chosen={shown} choose={setShown} />}
    </Panel>
  );
}

function Store({ settings }: { settings: SettingsData }) {
  const { t, language } = useWords();
  return (
    <Panel title={t('store_title')}>
      <Facts>
        <Fact label={t('store_version')}>{settings.version}</Fact>
        <Fact label={t('store_size')}>{octets(settings.store.octets, language)}</Fact>
        <Fact label={t('store_schema')}>{settings.store.schema_version}</Fact>
        <Fact label={t('store_path')}>
          <code>{settings.store.path}</code>
        </Fact>
      </Facts>
    </Panel>
  );
}

export default function Settings() {
  const { t } = useWords();
  const me = useMe();
  const query = useSettings();
  const retention = useRetention();
  return (
    <Page title={t('settings_title')}>
      <div className="two">
        <div>
          <Panel title={t('appearance')}>
            <div className="row" style={{ alignItems: 'flex-end' }}>
              <LanguageChoice />
              <ThemeChoice />
            </div>
          </Panel>
          <Panel title={t('password_title')}>
            <PasswordForm />
          </Panel>
        </div>
        <div>
          <Loaded query={query}>
            {(settings) => <Store settings={settings} />}
          </Loaded>
          <Loaded query={retention}>
            {(data) => <Retention retention={data} may_choose={may(me.role, 'administer')} />}
          </Loaded>
        </div>
      </div>
      {query.data && <Sensors sensors={query.data.sensors} />}
      <Outlets />
      {may(me.role, 'administer') && <People />}
    </Page>
  );
}
