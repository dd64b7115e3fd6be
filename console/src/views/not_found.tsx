import { Link } from 'react-router-dom';
import { Empty, Page, Panel } from '../parts/page';
import { useWords } from '../words/provider';

export default function NotFound() {
  const { t } = useWords();
  return (
    <Page title={t('page_not_found')}>
      <Panel>
        <Empty title={t('page_not_found')} remedy={t('page_not_found_remedy')}>
          <p>
            <Link to="/">{t('to_overview')}</Link>
          </p>
        </Empty>
      </Panel>
    </Page>
  );
}
