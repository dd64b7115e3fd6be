// Which steps of a filing somebody may take, and why not.
import { may, type Session, type SystemActionName, type SystemDetail, type SystemStatus } from '../api/types';

// Who looks at what was submitted is an approver or an administrator; whoever submitted may give it back, never approve it.
const of_second_person: readonly SystemActionName[] = ['approve', 'return'];
const decides = (role: Session['role']) => may(role, 'approve') || may(role, 'administer');

export const submitterOf = ({ steps }: Pick<SystemDetail, 'steps'>): string | undefined =>
  steps.findLast((step) => step.action === 'submit')?.by;

export function possibleSteps(system: Pick<SystemDetail, 'actions' | 'steps'>, me: Pick<Session, 'name' | 'role'>) {
  const own = submitterOf(system) === me.name;
  return system.actions.filter((action) => {
    if (!of_second_person.includes(action)) return may(me.role, 'file');
    return decides(me.role) && !(own && action === 'approve');
  });
}

// While it is submitted: who may go on.
export function secondPersonState(system: Pick<SystemDetail, 'status' | 'steps'>, me: Pick<Session, 'name' | 'role'>) {
  if (system.status !== 'submitted') return null;
  if (submitterOf(system) === me.name) return 'own' as const;
  return decides(me.role) ? ('you' as const) : ('role' as const);
}

// Steps that stand in the register only with a reason; a change is submitted with what it changes.
export const needsReason = (action: SystemActionName, status: SystemStatus) =>
  action === 'return' || action === 'change' || action === 'close' || action === 'retire' || (action === 'submit' && status === 'changed');

// Its way from here to there; a system that is changed begins with the change.
export function stagesOf({ steps, status }: Pick<SystemDetail, 'steps' | 'status'>): SystemStatus[] {
  const changes = status === 'changed' || steps.some((step) => step.to === 'changed');
  const ends: SystemStatus[] = status === 'closed' || status === 'retired' ? ['closed', 'retired'] : [];
  return [changes ? 'changed' : 'draft', 'submitted', 'approved', 'filed', 'built', 'operating', ...ends];
}

export const formIsOpen = (status: SystemStatus) => status === 'draft' || status === 'changed';
