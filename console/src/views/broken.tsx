import { Button } from '@mantine/core';
import { useWords } from '../words/provider';

// Where a view failed to load or threw.
export function BrokenView() {
  const { t } = useWords();
  return (
    <div className="alone">
      <main>
        <div className="panel problem" role="alert">
          <strong>{t('problem_view')}</strong>
          <p className="soft">{t('problem_view_remedy')}</p>
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            {t('retry')}
          </Button>
        </div>
      </main>
    </div>
  );
}
