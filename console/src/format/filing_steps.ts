// Which steps of a filing somebody may take, and why not.
import { may, type Session, type SystemActionName, type SystemDetail, type SystemStatus } from '../api/types';

// Who looks at what was submitted is the second person.
const of_second_person: readonly SystemActionName[] = ['approve', 'return'];

export const submitterOf = ({ steps }: Pick<SystemDetail, 'steps'>): string | undefined =>
  steps.findLast((step) => step.action === 'submit')?.by;

export function possibleSteps(system: Pick<SystemDetail, 'actions' | 'steps'>, me: Pick<Session, 'name' | 'role'>) {
  const own = submitterOf(system) === me.name;
  return system.actions.filter((action) =>
    of_second_person.includes(action) ? may(me.role, 'approve') && !own : may(me.role, 'act'),
  );
}

// While it is submitted: who may go on.
export function secondPersonState(system: Pick<SystemDetail, 'status' | 'steps'>, me: Pick<Session, 'name' | 'role'>) {
  if (system.status !== 'submitted') return null;
  if (submitterOf(system) === me.name) return 'own' as const;
  return may(me.role, 'approve') ? ('you' as const) : ('role' as const);
}

// Its way from here to there; a system that is changed begins with the change.
export function stagesOf({ steps, status }: Pick<SystemDetail, 'steps' | 'status'>): SystemStatus[] {
  const changes = status === 'changed' || steps.some((step) => step.to === 'changed');
  const ends: SystemStatus[] = status === 'closed' || status === 'retired' ? ['closed', 'retired'] : [];
  return [changes ? 'changed' : 'draft', 'submitted', 'approved', 'filed', 'built', 'operating', ...ends];
}

export const formIsOpen = (status: SystemStatus) => status === 'draft' || status === 'changed';
