// Cells of the coverage as what they say: awake, awake in part, lossy, silent; and the gaps between.
import type { CoverageCell, CoverageMap } from '../api/types';
import { hour_ms } from '../format/times';

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

// A sensor that starts on the hour is a few seconds late; that is no gap.
const full_s = 3500;

export function coverOf(cell: CoverageCell | undefined): Cover {
  if (!cell || cell.alive_seconds <= 0) return 'gap';
  if (cell.alive_seconds < full_s) return 'part';
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
  // The hour that is not over yet is no gap before it is.
  const over = Math.floor((now - from) / hour_ms);
  return [...by_sensor].map(([sensor, cells]) => {
    const covers = Array.from({ length: hours }, (_, i): Cover => {
      const cover = coverOf(cells[i]);
      return i >= over && cover !== 'full' ? 'future' : cover;
    });
    const past = Math.min(hours, Math.max(0, over));
    const alive = cells.slice(0, past).reduce((sum, cell) => sum + Math.min(3600, cell?.alive_seconds ?? 0), 0);
    return { sensor, cells, covers, runs: runsOf(covers), share: past > 0 ? alive / (past * 3600) : 0 };
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
