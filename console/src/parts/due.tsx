// Until when something is due, loud when it is over.
import { leftUntilEndOf } from '../format/deadlines';
import { duration } from '../format/times';
import { useWords } from '../words/provider';

export function DueDay({ day, overdue }: { day: string | null; overdue: boolean }) {
  const words = useWords();
  if (day === null) return null;
  const said = duration(leftUntilEndOf(day, Date.now()), words);
  return (
    <>
      <span className="nb">{day}</span>{' '}
      {overdue ? (
        <span className="tag bad">{words.t('overdue_by', { duration: said })}</span>
      ) : (
        leftUntilEndOf(day, Date.now()) > 0 && (
          <span className="soft small nb">{words.t('due_in', { duration: said })}</span>
        )
      )}
    </>
  );
}
