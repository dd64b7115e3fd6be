// Cells of the coverage as what they say: awake, awake in part, lossy, silent; and the gaps between.
import type { CoverageCell, CoverageMap } from '../api/types';
import { hour_ms, second_ms } from '../format/times';

export type Cover = 'full' | 'part' | 'lossy' | 'gap' | 'future';
export interface Run {
  first: number;
  hours: number;
  cover: Cover;
}
export interface Gap {
  sensor: string;
  from: number;
  to: number;
  open: boolean;
}
export interface SensorCover {
  sensor: string;
  cells: (CoverageCell | undefined)[];
  covers: Cover[];
  runs: Run[];
  share: number;
}

const hour_s = 3600;
// A sensor that starts on the hour is a few seconds late, and the ledger is written every few seconds; that is no gap.
const late_s = 100;

export function coverOf(cell: CoverageCell | undefined, asked_s = hour_s): Cover {
  if (!cell || cell.alive_seconds <= 0) return 'gap';
  if (cell.alive_seconds < asked_s - late_s) return 'part';
  return cell.dropped > 0 ? 'lossy' : 'full';
}

function runsOf(covers: readonly Cover[]): Run[] {
  const runs: Run[] = [];
  covers.forEach((cover, hour) => {
    const last = runs.at(-1);
    if (last?.cover === cover) last.hours++;
    else runs.push({ first: hour, hours: 1, cover });
  });
  return runs;
}

export function coverBySensor(map: CoverageMap, from: number, to: number, now: number): SensorCover[] {
  const hours = Math.ceil((to - from) / hour_ms);
  const by_sensor = new Map(map.sensors.map((s) => [s, new Array<CoverageCell | undefined>(hours)]));
  for (const cell of map.cells) {
    const hour = Math.floor((Date.parse(cell.hour) - from) / hour_ms);
    const row = by_sensor.get(cell.sensor);
    if (row && hour >= 0 && hour < hours) row[hour] = cell;
  }
  // The hour that is not over yet is no gap before it is, and shows what was covered of it so far.
  const over = Math.floor((now - from) / hour_ms);
  const running_s = (now - from - over * hour_ms) / second_ms;
  return [...by_sensor].map(([sensor, cells]) => {
    const covers = Array.from({ length: hours }, (_, i): Cover => {
      if (i < over) return coverOf(cells[i]);
      const cover = i === over ? coverOf(cells[i], running_s) : 'gap';
      return cover === 'gap' ? 'future' : cover;
    });
    const past = Math.min(hours, Math.max(0, over));
    const alive = cells.slice(0, past).reduce((sum, cell) => sum + Math.min(hour_s, cell?.alive_seconds ?? 0), 0);
    return { sensor, cells, covers, runs: runsOf(covers), share: past > 0 ? alive / (past * hour_s) : 0 };
  });
}

export function gapsOf(rows: readonly SensorCover[], from: number): Gap[] {
  const gaps = rows.flatMap(({ sensor, runs }) =>
    runs
      .filter((run) => run.cover === 'gap')
      .map((run): Gap => {
        const next = runs[runs.indexOf(run) + 1];
        return {
          sensor,
          from: from + run.first * hour_ms,
          to: from + (run.first + run.hours) * hour_ms,
          open: !next || next.cover === 'future',
        };
      }),
  );
  return gaps.sort((a, b) => Number(b.open) - Number(a.open) || b.to - b.from - (a.to - a.from));
}
