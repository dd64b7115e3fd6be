// Sensors by hours. Drawn as runs of like hours, so that a month of a hundred sensors stays light.
import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { grouped, octets, percent } from '../format/numbers';
import { hour_ms, utcDay, utcMinute } from '../format/times';
import { useWords, type WordsInUse } from '../words/provider';
import type { SensorCover } from './coverage_map';

interface Spot {
  sensor: string;
  hour: number;
}

function spotText(row: SensorCover, hour: number, from: number, { t, language }: WordsInUse) {
  const time = utcMinute(from + hour * hour_ms);
  const cell = row.cells[hour];
  const cover = row.covers[hour] ?? 'gap';
  if (!cell || cover === 'gap' || cover === 'future') {
    return cover === 'future' ? `${row.sensor}, ${time}` : t('cover_hour_gap', { sensor: row.sensor, hour: time });
  }
  return t('cover_hour', {
    sensor: row.sensor,
    hour: time,
    state: t(`cover_${cover}`),
    minutes: Math.round(cell.alive_seconds / 60),
    packets: grouped(cell.packets, language),
    octets: octets(cell.octets, language),
    malformed: grouped(cell.malformed, language),
    dropped: grouped(cell.dropped, language),
  });
}

interface StripOptions {
  row: SensorCover;
  spot: number | undefined;
  pattern: string;
  readout: string;
  onSpot: (hour: number) => void;
}

function Strip({ row, spot, pattern, readout, onSpot }: StripOptions) {
  const { t, language } = useWords();
  const hours = row.covers.length;
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const hour = Math.floor((hours * (event.clientX - box.left)) / box.width);
    if (hour >= 0 && hour < hours) onSpot(hour);
  };
  const key = (event: KeyboardEvent) => {
    const at = spot ?? hours;
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageUp: at - 24,
      PageDown: at + 24,
      Home: 0,
      End: hours - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onSpot(Math.min(hours - 1, Math.max(0, to)));
  };
  const now = spot ?? hours - 1;
  return (
    <div
      className="strip"
      role="slider"
      tabIndex={0}
      aria-label={t('cover_map', { sensor: row.sensor, share: percent(row.share, language), hours })}
      aria-valuemin={0}
      aria-valuemax={hours - 1}
      aria-valuenow={now}
      aria-valuetext={readout}
      onPointerMove={point}
      onPointerDown={point}
      onKeyDown={key}
    >
      <svg viewBox={`0 0 ${hours} 26`} preserveAspectRatio="none" aria-hidden="true">
        {row.runs.map((run) => (
          <rect
            key={run.first}
            className={run.cover}
            x={run.first}
            width={run.hours}
            y="0"
            height="26"
            style={run.cover === 'gap' ? { fill: `url(#${pattern})` } : undefined}
          />
        ))}
      </svg>
      {spot !== undefined && (
        <span className="cursor" style={{ left: `${(100 * spot) / hours}%`, width: `${100 / hours}%` }} />
      )}
    </div>
  );
}

function Days({ from, hours }: { from: number; hours: number }) {
  const days = Math.ceil(hours / 24);
  const step = Math.max(1, Math.ceil(days / 7));
  const shown = Array.from({ length: Math.ceil(days / step) }, (_, i) => i * step);
  return (
    <div className="days" aria-hidden="true">
      {shown.map((day) => (
        <span key={day} style={{ flexGrow: Math.min(24 * step, hours - day * 24) }}>
          {utcDay(from + day * 24 * hour_ms).slice(5)}
        </span>
      ))}
    </div>
  );
}

export function HeatMap({ rows, from }: { rows: readonly SensorCover[]; from: number }) {
  const words = useWords();
  const { t, language } = words;
  const [spot, setSpot] = useState<Spot | null>(null);
  const pattern = useId().replace(/[^a-zA-Z0-9]/g, '');
  const row = rows.find((r) => r.sensor === spot?.sensor);
  const readout = row && spot ? spotText(row, spot.hour, from, words) : t('cover_pick');
  const hours = rows[0]?.covers.length ?? 0;
  return (
    <figure>
      <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true">
        <defs>
          <pattern id={pattern} width="3" height="26" patternUnits="userSpaceOnUse">
            <rect width="3" height="26" className="gap-ground" style={{ fill: 'var(--confirmed)' }} />
            <path d="M0 0v26" stroke="var(--card)" strokeWidth=".7" />
          </pattern>
        </defs>
      </svg>
      <div className="heat">
        {rows.map((r) => (
          <div key={r.sensor} className="sensor">
            <span className="name">{r.sensor}</span>
            <Strip
              row={r}
              spot={spot?.sensor === r.sensor ? spot.hour : undefined}
              pattern={pattern}
              readout={spot?.sensor === r.sensor ? readout : ''}
              onSpot={(hour) => setSpot({ sensor: r.sensor, hour })}
            />
            <span className={`num small${r.share < 0.95 ? ' loud' : ''}`}>{percent(r.share, language)}</span>
          </div>
        ))}
        <span className="days-pad" />
        <Days from={from} hours={hours} />
        <span className="days-pad" />
      </div>
      <ul className="legend">
        {(['full', 'part', 'lossy', 'gap'] as const).map((cover) => (
          <li key={cover}>
            <span className={`key ${cover}`} />
            {t(`cover_${cover}`)}
          </li>
        ))}
      </ul>
      <figcaption style={{ minHeight: '3em' }}>{readout}</figcaption>
    </figure>
  );
}
