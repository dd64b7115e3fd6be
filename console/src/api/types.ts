// The contract's types under short names, and the event lines as far as the console reads them (schema/event.schema.json).
import type { Schema } from './client';

export type Level = Schema<'Level'>;
export type Role = Schema<'Role'>;
export type Session = Schema<'Session'>;
export type Subject = Schema<'Subject'>;
export type SubjectDetail = Schema<'SubjectDetail'>;
export type Signal = Schema<'Signal'>;
export type Overview = Schema<'Overview'>;
export type CoverageMap = Schema<'CoverageMap'>;
export type CoverageCell = CoverageMap['cells'][number];
export type Phase = Schema<'Phase'>;
export type Cause = Schema<'Cause'>;
export type Case = Schema<'Case'>;
export type CaseAction = Schema<'CaseAction'>;
export type System = Schema<'System'>;
export type SystemStatus = Schema<'SystemStatus'>;
export type SystemDetail = Schema<'SystemDetail'>;
export type SystemForm = Schema<'SystemForm'>;
export type SystemAction = Schema<'SystemAction'>;
export type SystemActionName = Schema<'SystemActionName'>;
export type Step = SystemDetail['steps'][number];
export type PlaceList = Schema<'PlaceList'>;
export type ZoneKind = Schema<'ZoneKind'>;
export type Exemption = Schema<'Exemption'>;
export type ExemptionForm = Schema<'ExemptionForm'>;
export type ExemptionAction = Schema<'ExemptionAction'>;
export type DayList = Schema<'DayList'>;
export type Notice = Schema<'Notice'>;
export type NoticeItem = Schema<'NoticeItem'>;
export type NoticeAnswer = Schema<'NoticeAnswer'>;
export type NoticeImport = Schema<'NoticeImport'>;
export type SignedZeroReport = Schema<'SignedZeroReport'>;
export type ZeroReport = Schema<'ZeroReport'>;
export type Reconciliation = Schema<'Reconciliation'>;
export type ImportResult = Schema<'ImportResult'>;
export type Account = Schema<'Account'>;
export type Interval = Schema<'Interval'>;
export type AuditPage = Schema<'AuditPage'>;
export type User = Schema<'User'>;
export type Settings = Schema<'Settings'>;
export type Outlet = Schema<'Outlets'>['items'][number];
export type LoadPictureData = NonNullable<SubjectDetail['load_picture']>;

export const levels: readonly Level[] = ['confirmed', 'probable', 'suspected', 'cleared', 'unknown'];
export const kinds: readonly Subject['kind'][] = ['host', 'meter', 'system'];
export const phases: readonly Phase[] = [
  'clue_analysis',
  'on_site_check',
  'correlation',
  'rectification',
  're_check',
  'closed',
  'relapse_watch',
];
// A closed case is watched for a relapse, or, if its finding is suppressed, is just closed.
export const isClosed = (one: Pick<Case, 'phase'>) =>
  one.phase === 'closed' || one.phase === 'relapse_watch';

export const causes: readonly Cause[] = [
  'undetermined',
  'hijacked',
  'deliberate',
  'misreport',
  'research',
  'shared_exit',
];
export type Measure = Schema<'Measure'>;
export type BenignExplanation = Schema<'BenignExplanation'>;
export const measures: readonly Measure[] = ['notify', 'warn', 'isolate', 'lock', 'refer', 'verify', 'reconnect'];
export const explanations: readonly BenignExplanation[] = [
  'research',
  'shared_exit',
  'node_or_wallet',
  'price_or_pool_site',
  'security_tool',
  'other_software',
  'hijacked',
  'misreport',
  'new_equipment',
  'climate',
  'other',
];
export const roles: readonly Role[] = ['viewer', 'analyst', 'approver', 'administrator', 'auditor'];

export interface Reason {
  detector: string;
  strength_nats: number;
  evidence: string;
}
export interface Estimate extends Interval {
  unit: string;
}
export interface MessageCount {
  count: number;
  first: string;
  last: string;
}
export interface EvidenceMessage {
  time: string;
  side: 'miner' | 'pool' | null;
  kind: string;
  rule: string;
  strength_nats: number;
  excerpt: string;
}
// mining_flow; related_flow has `class` and lacks what was said.
export interface Flow {
  event: string;
  source_address: string;
  source_port: number;
  destination_address: string;
  destination_port: number;
  transport_protocol: string;
  first_seen: string;
  last_seen: string;
  miner_side: 'source' | 'destination' | null;
  dialect: string | null;
  coin: string | null;
  pool: string | null;
  verdict: Level;
  probability: number;
  reasons: Reason[];
  input: string;
  class?: string;
  algorithm?: string | null;
  agent?: string | null;
  attempt?: string | null;
  both_ways_captured?: boolean;
  login_pseudonym?: string | null;
  worker_pseudonym?: string | null;
  messages?: Record<string, MessageCount>;
  shares?: { submitted: number; accepted: number; rejected: number };
  hash_rate?: (Estimate & { basis: string }) | null;
  power?: (Estimate & { hardware: string }) | null;
  evidence?: EvidenceMessage[];
}
export interface Electricity {
  detector: string;
  pattern: string;
  onset: { lower: string; best: string; upper: string; before_record: boolean };
  last: string;
  still_there: boolean;
  power: Estimate & { at_least: boolean };
  energy: Estimate;
  machines: Interval & { hardware: string };
  filed_system: string | null;
  filed_kw: number | null;
  contracted_kw: number | null;
  also_possible: string[];
  settled_by: string[];
}
export interface SubjectEvent {
  event: string;
  reasons?: Reason[];
  class?: string;
  electricity?: Electricity;
  meters?: string[];
}

// What a role may do, as the server holds it; the server decides, this only hides what it would refuse.
type Right = 'act' | 'approve' | 'administer' | 'file' | 'audit';
const rights: Record<Role, readonly Right[]> = {
  viewer: [],
  analyst: ['act', 'file'],
  approver: ['act', 'approve', 'file'],
  administrator: ['administer', 'file'],
  auditor: ['audit'],
};
export const may = (role: Role, right: Right) => rights[role].includes(right);
