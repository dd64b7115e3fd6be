// The example server's answers about the register. `undefined`: not its address.
import { submitterOf, transitions, withActions, withoutSteps } from './example_register.mjs';

export function registerAnswers(example, { may, problem }) {
  const today = () => new Date().toISOString().slice(0, 10);
  const none = problem(404, 'There is no such thing.', 'Load the list again.');
  const byDue = (a, b) => Number(b.overdue) - Number(a.overdue);

  function add(session, form) {
    if (!may(session, 'file')) return problem(403, 'Your role may not begin a filing.', 'Ask an analyst.');
    if (example.systems.some((s) => s.name === form.name)) return problem(409, `There is a system named ${form.name}.`, 'Choose another name, or open that one.');
    const system = {
      system_id: 1 + Math.max(...example.systems.map((s) => s.system_id)), unit: '', status: 'draft', purpose: '', discipline: '', responsible: '', filed_kw: null, cpus: null, gpus: null,
      disk_tb: null, meters: [], addresses: [], filing_number: null, due_on: null, overdue: false, seen: null, used_kw: null, ...form,
      steps: [{ at: new Date().toISOString(), by: session.name, action: 'begin', from: null, to: 'draft', text: '', document: null }],
    };
    example.systems.push(system);
    return { status: 201, body: withActions(system, session, may) };
  }

  function change(session, one, form) {
    if (!may(session, 'file')) return problem(403, 'Your role may not change a filing.', 'Ask an analyst.');
    if (!['draft', 'changed'].includes(one.status)) return problem(409, `The system is ${one.status}.`, 'Note a change first; then its form is open.');
    if (form.name !== one.name) return problem(400, 'A system keeps its name.', 'File another one.');
    return { body: withActions(Object.assign(one, form), session, may) };
  }

  function act(session, one, { action, text = '', document = null, filing_number }) {
    const { from, to, second, reason } = transitions[action];
    if (!(second ? may(session, 'approve') || may(session, 'administer') : may(session, 'file'))) return problem(403, 'Your role may not do this step.', 'Ask somebody who may.');
    if (!from.includes(one.status)) return problem(409, `The system is ${one.status}.`, 'Look at its steps, then decide again.');
    if (action === 'approve' && submitterOf(one) === session.name) return problem(403, 'You submitted this yourself.', 'Somebody else must approve it.');
    if ((reason || (action === 'submit' && one.status === 'changed')) && !text) return problem(400, 'This step needs a reason.', 'Write why.');
    if (action === 'submit' && !one.purpose) return problem(400, 'A system without a purpose cannot be submitted.', 'Write what it is for.');
    if (action === 'file' && !filing_number) return problem(400, 'The filing number is missing.', 'Write the number that the authority gave.');
    one.steps.push({ at: new Date().toISOString(), by: session.name, action, from: one.status, to, text, document });
    Object.assign(one, { status: to, overdue: false, due_on: null, ...(filing_number && { filing_number }) });
    return { body: withActions(one, session, may) };
  }

  function ask(session, form) {
    if (!may(session, 'act')) return problem(403, 'Your role may not ask for an exemption.', 'Ask an analyst.');
    if (form.last_day < form.first_day) return problem(400, 'It ends before it begins.', 'Turn the days round.');
    const one = { exemption_id: example.exemptions.length + 1, coins: [], power_cap_kw: null, ...form, status: 'asked', asked_by: session.name, decided_by: null, inside: 0, outside: 0 };
    example.exemptions.unshift(one);
    return { status: 201, body: one };
  }

  function decide(session, one, { action }) {
    const second = action !== 'withdraw';
    if (!may(session, second ? 'approve' : 'act')) return problem(403, 'Your role may not decide this.', 'Ask somebody with the role approver.');
    if (second && one.asked_by === session.name) return problem(403, 'You asked for this yourself.', 'Somebody else must decide.');
    if (second ? one.status !== 'asked' : !['asked', 'in_force', 'not_yet'].includes(one.status)) return problem(409, 'It was decided already.', 'Look at it as it is now.');
    const approved = one.first_day > today() ? 'not_yet' : one.last_day < today() ? 'expired' : 'in_force';
    Object.assign(one, { status: { approve: approved, refuse: 'refused', withdraw: 'withdrawn' }[action], ...(second && { decided_by: session.name }) });
    return { body: one };
  }

  const taken = { systems: [11, { line: 7, why: 'status “opened” is none of draft, submitted, …' }], places: [23, { line: 9, why: '10.44.0.0/40 is no network' }], days: [31, { line: 12, why: 'the last day is before the first' }] };
  const take = (session, table) =>
    may(session, 'administer') ? { body: { rows: taken[table][0], refused: [taken[table][1]] } } : problem(403, 'Your role may not import.', 'Ask an administrator.');

  return function answer(session, key, id, body) {
    const system = () => example.systems.find((s) => s.system_id === id);
    const exemption = () => example.exemptions.find((e) => e.exemption_id === id);
    switch (key) {
      case 'GET /register/systems': return { body: { items: [...example.systems].sort(byDue).map(withoutSteps) } };
      case 'POST /register/systems': return add(session, body);
      case 'GET /register/systems/{id}': return system() ? { body: withActions(system(), session, may) } : none;
      case 'PUT /register/systems/{id}': return system() ? change(session, system(), body) : none;
      case 'POST /register/systems/{id}/actions': return system() ? act(session, system(), body) : none;
      case 'PUT /register/systems': return take(session, 'systems');
      case 'PUT /register/places': return take(session, 'places');
      case 'PUT /register/days': return take(session, 'days');
      case 'GET /register/places': return { body: example.places };
      case 'GET /register/exemptions': return { body: { items: example.exemptions } };
      case 'POST /register/exemptions': return ask(session, body);
      case 'POST /register/exemptions/{id}/actions': return exemption() ? decide(session, exemption(), body) : none;
      case 'GET /register/days': return { body: { items: example.days } };
      case 'GET /register/reconciliation': return { body: example.reconciliation() };
      default: return undefined;
    }
  };
}
