// How much of a list is answered; the numbers stand above the bar.
import type { Notice } from '../api/types';
import { isAnswered, progress } from '../format/deadlines';
import { grouped } from '../format/numbers';
import { useWords } from '../words/provider';

export function Progress({ notice }: { notice: Notice }) {
  const { t, language } = useWords();
  const said = { answered: grouped(notice.answered, language), items: grouped(notice.items, language) };
  return (
    <div className="progress">
      {isAnswered(notice) && notice.items > 0 ? (
        <span className="tag good">{t('notice_done')}</span>
      ) : (
        <span className="nb">{t('notice_progress', said)}</span>
      )}
      <svg aria-hidden="true">
        <rect width="100%" height="8" rx="3" className="room" />
        <rect width={`${100 * progress(notice)}%`} height="8" rx="3" className="done" />
      </svg>
    </div>
  );
}
