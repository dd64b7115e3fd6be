// Which exemptions need somebody, and who may decide.
import { may, type Exemption, type ExemptionAction, type Session } from '../api/types';

export const hasEnded = ({ status }: Pick<Exemption, 'status'>) =>
  status === 'refused' || status === 'withdrawn' || status === 'expired';

// Left ones first, then those that wait, then those in force by their last day.
export function byAttention(a: Exemption, b: Exemption) {
  const rank = (one: Exemption) =>
    hasEnded(one) ? 4 : one.outside > 0 ? 0 : one.status === 'asked' ? 1 : one.status === 'in_force' ? 2 : 3;
  return rank(a) - rank(b) || a.last_day.localeCompare(b.last_day) || a.exemption_id - b.exemption_id;
}

// Whoever asked may take it back, and cannot approve it.
export function possibleDecisions(
  one: Pick<Exemption, 'status' | 'asked_by'>,
  me: Pick<Session, 'name' | 'role'>,
): ExemptionAction['action'][] {
  if (hasEnded(one)) return [];
  const out: ExemptionAction['action'][] = [];
  if (one.status === 'asked' && may(me.role, 'approve') && one.asked_by !== me.name) out.push('approve', 'refuse');
  if (may(me.role, 'act')) out.push('withdraw');
  return out;
}

// What the findings of a host of the scope have in their names: an address, a meter, or how the addresses of a network begin.
export function namePartOf(host: string) {
  const [address = '', bits] = host.split('/');
  if (bits === undefined) return address;
  const octets = address.split('.');
  if (octets.length === 4) return octets.slice(0, Math.min(3, Math.floor(Number(bits) / 8))).map((octet) => `${octet}.`).join('');
  return address.replace(/::$/, ':');
}
