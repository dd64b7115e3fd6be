import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useWords } from '../words/provider';

function BrokenView() {
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

interface Within {
  place: string;
  children: ReactNode;
}

// Where a view fails to load or throws, that is said in its place; another place is tried afresh.
export class Unbroken extends Component<Within, { is_broken: boolean }> {
  override state = { is_broken: false };

  static getDerivedStateFromError() {
    return { is_broken: true };
  }

  override componentDidUpdate(before: Within) {
    if (this.state.is_broken && before.place !== this.props.place) this.setState({ is_broken: false });
  }

  override render() {
    return this.state.is_broken ? <BrokenView /> : this.props.children;
  }
}
