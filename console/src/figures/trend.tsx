// Subjects a day as stacked bars; a bar leads to the findings since that day.
import { useNavigate } from 'react-router-dom';
import type { Overview } from '../api/types';
import { day_ms, utcDay } from '../format/times';
import { LevelShape } from '../parts/icons';
import { useWords } from '../words/provider';

type Day = Overview['trend'][number];

const drawn = ['confirmed', 'probable', 'suspected'] as const;
const height = 150;

function Bars({ day, x, width, scale }: { day: Day; x: string; width: string; scale: number }) {
  let bottom = height;
  return drawn.map((level) => {
    const tall = day[level] * scale;
    bottom -= tall;
    return (
      day[level] > 0 && (
        <rect key={level} className={level} x={x} width={width} y={bottom} height={Math.max(1, tall - 1)} />
      )
    );
  });
}

const shown_days = 30;

// Each day to today has its place, also where nothing was found.
export function everyDay(days: readonly Day[], now: number): Day[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const last = Math.max(now, ...days.map(({ day }) => Date.parse(day)));
  return Array.from({ length: shown_days }, (_, i) => {
    const day = utcDay(last - (shown_days - 1 - i) * day_ms);
    return known.get(day) ?? { day, confirmed: 0, probable: 0, suspected: 0, cleared: 0, unknown: 0 };
  });
}

export function Trend({ days: told }: { days: Day[] }) {
  const { t } = useWords();
  const go = useNavigate();
  if (told.length === 0) return <p className="soft">{t('trend_none')}</p>;
  const days = everyDay(told, Date.now());
  const highest = Math.max(1, ...days.map((d) => d.confirmed + d.probable + d.suspected));
  const step = 100 / days.length;
  const words = (d: Day) => t('trend_of', { ...d });
  return (
    <figure className="trend">
      <div className="top">{highest}</div>
      <svg role="img" aria-label={`${t('trend_title')}. ${t('trend_intro')}`}>
        {[0, 0.5, 1].map((share) => (
          <line key={share} className="grid" x1="0" x2="100%" y1={height * share} y2={height * share} />
        ))}
        {days.map((day, i) => (
          <g key={day.day}>
            <Bars day={day} x={`${(i + 0.16) * step}%`} width={`${step * 0.68}%`} scale={height / highest} />
            <rect
              className="hit"
              x={`${i * step}%`}
              width={`${step}%`}
              y="0"
              height={height}
              style={{ cursor: 'pointer' }}
              onClick={() => void go(`/findings?since=${day.day}`)}
            >
              <title>{words(day)}</title>
            </rect>
          </g>
        ))}
      </svg>
      <div className="axis">
        <span>{days[0]?.day}</span>
        <span>{days[Math.floor(days.length / 2)]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </div>
      <ul className="legend">
        {drawn.map((level) => (
          <li key={level} className={level}>
            <LevelShape level={level} />
            {t(`level_${level}`)}
          </li>
        ))}
      </ul>
      <details className="no-print">
        <summary>{t('in_table')}</summary>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              {drawn.map((level) => (
                <th key={level} scope="col" className="num">
                  {t(`level_${level}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map((day) => (
              <tr key={day.day}>
                <td>{day.day}</td>
                {drawn.map((level) => (
                  <td key={level} className="num">
                    {day[level]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
