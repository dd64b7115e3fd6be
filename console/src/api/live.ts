// What the server says unasked: that something new was stored. Rows never move by themselves; the reader decides when.
import { useCallback, useEffect, useState } from 'react';
import { queries } from './queries';

export type Live = 'quiet' | 'news' | 'lost';

// A lost line is told only if it stays lost: servers restart.
const lost_after_ms = 10_000;

export function useLive() {
  const [live, setLive] = useState<Live>('quiet');
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('changed', () => setLive('news'));
    source.addEventListener('open', () => {
      clearTimeout(timer);
      timer = undefined;
      setLive((now) => (now === 'lost' ? 'news' : now));
    });
    source.addEventListener('error', () => {
      timer ??= setTimeout(() => setLive('lost'), lost_after_ms);
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, []);
  const show = useCallback(() => {
    setLive('quiet');
    void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  }, []);
  return { live, show };
}
