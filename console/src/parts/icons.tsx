// The few pictures of the frame, drawn here so that no icon library is needed.
import type { Level } from '../api/types';

const shapes = {
  overview: 'M4 5h7v6H4zM13 5h7v4h-7zM4 13h7v6H4zM13 11h7v8h-7z',
  findings: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  cases: 'M4 7h16v12H4zM9 7V5h6v2M4 12h16',
  register: 'M5 4h14v16H5zM8 8h8M8 12h8M8 16h5',
  coverage: 'M4 12c4-6 12-6 16 0-4 6-12 6-16 0zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  account: 'M13 3 6 13h5l-1 8 8-11h-6z',
  audit: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4',
  settings: 'M5 7h14M5 12h14M5 17h14M9 5v4M15 10v4M8 15v4',
  menu: 'M4 7h16M4 12h16M4 17h16',
  alarm: 'M12 4 3 20h18zM12 10v5M12 17.5v.1',
  person: 'M12 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 20c1-4 4-5.5 7-5.5s6 1.5 7 5.5',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2',
  check: 'M5 12l5 5 9-10',
  letter: 'M4 6h16v12H4zM4 7l8 6 8-6',
} as const;
export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  );
}

// A shape for each verdict, so that colour is never all that tells them apart.
export function LevelShape({ level }: { level: Level }) {
  const fill = 'currentColor';
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2 };
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {level === 'confirmed' && <path d="M3.7 0h4.6L12 3.7v4.6L8.3 12H3.7L0 8.3V3.7z" fill={fill} />}
      {level === 'probable' && <path d="M6 .5 12 11.5H0z" fill={fill} />}
      {level === 'suspected' && <circle cx="6" cy="6" r="4.8" {...line} />}
      {level === 'cleared' && <path d="M1 6.5 4.5 10 11 2.5" {...line} />}
      {level === 'unknown' && <rect x="1.2" y="1.2" width="9.6" height="9.6" {...line} strokeDasharray="2.4 2.4" />}
    </svg>
  );
}

// A miner's safety lamp: the sign of the program.
export function Lamp() {
  return (
    <svg
      viewBox="0 0 40 52"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M15 8a5 5 0 0 1 10 0M12 12h16l2 5H10zM12 17v20M28 17v20M9 37h22v5H9zM11 42h18v7H11zM18 17v20M22 17v20M12 27h16" />
      <path d="M20 36c-3.4-2-3.6-5.4 0-9 3.6 3.6 3.4 7 0 9z" fill="currentColor" />
    </svg>
  );
}
