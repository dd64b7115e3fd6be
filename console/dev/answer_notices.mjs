// The example server's answers about notices, and what leaves with a signature. `undefined`: not its address.
import { feedback, imported_columns, shown, zeroReport } from './example_notices.mjs';

// The end record of a zip without files: the example signs nothing.
const empty_zip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

export function noticeAnswers(example, { may, problem, page, openCase }) {
  const none = problem(404, 'There is no such thing.', 'Load the list again.');

  function take(session, query) {
    if (!may(session, 'act')) return problem(403, 'Your role may not import lists.', 'Ask an analyst.');
    const name = query.get('name');
    if (!name) return problem(400, 'The list has no name.', 'Give it one.');
    if (example.notices.some((n) => n.name === name)) return problem(409, `There is a list named ${name}.`, 'Choose another name.');
    const due = query.get('due_on') ?? new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const items = structuredClone(example.notices.find((n) => n.notice_id === 4).items.slice(1, 5)).map((i, at) => ({ ...i, item_id: 900 + at + example.notices.length * 10, status: 'open', case_id: null, answer: '', answered_by: null }));
    const list = { notice_id: 1 + Math.max(...example.notices.map((n) => n.notice_id)), name, issuer: query.get('issuer') ?? '', class: query.get('class') ?? 'full', taken_at: new Date().toISOString(), due_on: due, items };
    example.notices.push(list);
    return { status: 201, body: { notice: shown(list), rows: 4, repeated: 2, columns: imported_columns, refused: [{ line: 9, why: 'neither an address nor a name stands in it' }] } };
  }

  function answerItem(session, item, { action, subject_id, text }) {
    if (!may(session, 'act')) return problem(403, 'Your role may not answer.', 'Ask an analyst.');
    if ((action === 'reopen') === (item.status === 'open')) return problem(409, 'It was answered already.', 'Look at it as it is now.');
    if (action === 'reopen') return { body: Object.assign(item, { status: 'open', case_id: null, answer: '', answered_by: null }) };
    let case_id = null;
    if (action === 'open_case') {
      const subject = example.subjects.find((s) => (subject_id === undefined ? s.name === item.source_address : s.subject_id === subject_id));
      case_id = subject?.case_id ?? (subject ? openCase(session, { subject_id: subject.subject_id, reason: text }).body.case_id : 34);
    }
    const status = { open_case: 'case', cannot_locate: 'cannot_locate', misreport: 'misreport', dealt_with: 'dealt_with' }[action];
    return { body: Object.assign(item, { status, case_id, answer: text, answered_by: session.name }) };
  }

  const byDue = (a, b) => a.due_on.localeCompare(b.due_on);

  return function answer(session, key, id, query, body) {
    const list = () => example.notices.find((n) => n.notice_id === id);
    const item = () => example.notices.flatMap((n) => n.items).find((i) => i.item_id === id);
    switch (key) {
      case 'GET /notices': return { body: { items: example.notices.map(shown).sort(byDue) } };
      case 'POST /notices': return take(session, query);
      case 'GET /notices/{id}': return list() ? { body: { notice: shown(list()), ...page(list().items, query) } } : none;
      case 'GET /notices/{id}/feedback': return list() ? { raw: feedback(list()), type: 'text/csv; charset=utf-8', file_name: `davy-notice-${id}.csv` } : none;
      case 'POST /notice-items/{id}/actions': return item() ? answerItem(session, item(), body) : none;
      case 'GET /cases/{id}/evidence': return example.cases.some((c) => c.case_id === id) ? { raw: empty_zip, type: 'application/zip', file_name: `case-${id}.zip` } : none;
      case 'GET /audit/export':
        return may(session, 'audit') ? { raw: empty_zip, type: 'application/zip', file_name: 'audit-240.zip' } : problem(403, 'Your role may not read the audit.', 'Ask an auditor.');
      case 'GET /report/zero': {
        const [from, to] = [Date.parse(query.get('from')), Date.parse(query.get('to'))];
        if (!(from < to)) return problem(400, 'from and to are no period', 'two times as 2026-11-30T00:00:00Z');
        return { body: zeroReport(example, from, to, query.get('unit'), session.name, Date.now()), file_name: 'zero-report.json' };
      }
      default: return undefined;
    }
  };
}
