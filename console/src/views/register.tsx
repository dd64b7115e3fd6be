// The register: filed systems, how they differ from what was seen, places, exemptions, working days.
import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { may } from '../api/types';
import { useMe } from '../parts/me';
import { Page } from '../parts/page';
import { useWords } from '../words/provider';
import { WorkingDays } from './register_days';
import { Exemptions } from './register_exemptions';
import { ImportTables } from './register_import';
import { Places } from './register_places';
import { Differences } from './register_reconciliation';
import { Systems } from './register_systems';

const panels = {
  systems: <Systems />,
  reconciliation: <Differences />,
  places: <Places />,
  exemptions: <Exemptions />,
  days: <WorkingDays />,
  import: <ImportTables />,
} as const satisfies Record<string, ReactNode>;
type Tab = keyof typeof panels;
const tabs = Object.keys(panels) as Tab[];

export default function Register() {
  const { t } = useWords();
  const me = useMe();
  const [parameters, setParameters] = useSearchParams();
  const offered = tabs.filter((name) => name !== 'import' || may(me.role, 'administer'));
  const tab = offered.find((name) => name === parameters.get('tab')) ?? 'systems';
  return (
    <Page title={t('register_title')}>
      <Tabs value={tab} keepMounted={false} onChange={(name) => setParameters(name ? { tab: name } : {})}>
        <Tabs.List mb="md" aria-label={t('register_title')} className="no-print">
          {offered.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tab_${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {offered.map((name) => (
          <Tabs.Panel key={name} value={name}>
            {panels[name]}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
