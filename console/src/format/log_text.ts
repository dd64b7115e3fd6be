// What stands in the logs of cases and the audit, in the reader's language.
import { causes, measures, phases } from '../api/types';
import type { WordsInUse } from '../words/provider';

export interface LogEntry {
  by: string;
  action: string;
  text: string;
}

// The server writes keys into the log, alone or before the reason: "hijacked: the web server was open".
export function logText({ by, action, text }: LogEntry, { t, named, reason: inWords }: WordsInUse) {
  if (by === 'davy') return inWords(text);
  const [key = '', ...rest] = text.split(': ');
  const reason = rest.length > 0 ? `: ${rest.join(': ')}` : '';
  switch (action) {
    case 'next_phase':
      return phases.some((phase) => phase === key) ? named('phase', key) + reason : text;
    case 'set_cause':
      return causes.some((cause) => cause === key) ? named('cause', key) + reason : text;
    case 'measure':
      return measures.some((measure) => measure === key) ? named('measure', key) + reason : text;
    case 'consider': {
      const [what = '', found = ''] = key.split(' ');
      return `${named('explanation', what)} (${named('explanation', found)})${reason}`;
    }
    case 'record_identity':
      return t('identity_sealed');
    case 'approve':
    case 'refuse':
      return key === 'close' || key === 'suppress' || key === 'open_identity' ? t(`asked_${key}`) + reason : text;
    default:
      return text;
  }
}

// Of an entry of the audit: steps of cases as in their logs, steps of filings with the status that they led to.
export function auditDetail({ actor, action, detail }: { actor: string; action: string; detail: string }, words: WordsInUse) {
  const [of = '', ...step] = action.split('.');
  if (of === 'case') return logText({ by: actor, action: step.join('.'), text: detail }, words);
  if (of !== 'system') return words.reason(detail);
  const [status = '', ...rest] = detail.split(': ');
  return [words.named('status', status), ...rest].join(': ');
}
