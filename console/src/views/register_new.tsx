// Begins the filing of a system.
import { Link, useNavigate } from 'react-router-dom';
import { useAddSystem } from '../api/register_queries';
import { may } from '../api/types';
import { useMe } from '../parts/me';
import { Page, Panel } from '../parts/page';
import { useWords } from '../words/provider';
import { FilingForm } from './register_form';

export default function NewFiling() {
  const { t } = useWords();
  const me = useMe();
  const go = useNavigate();
  const add = useAddSystem();
  return (
    <Page
      title={t('filing_new')}
      crumb={<Link to="/register">{t('register_title')}</Link>}
      intro={t(may(me.role, 'file') ? 'filing_new_intro' : 'filing_new_viewer')}
    >
      {may(me.role, 'file') && (
        <Panel>
          <FilingForm
            label={t('filing_begin')}
            busy={add.isPending}
            error={add.error}
            onSend={(form) =>
              add.mutate(form, { onSuccess: (begun) => void go(`/register/systems/${begun.system_id}`, { replace: true }) })
            }
          />
        </Panel>
      )}
    </Page>
  );
}
