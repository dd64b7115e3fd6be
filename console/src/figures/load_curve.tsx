// What a meter drew and what was expected, day by day, with the band in which the load came. Without readings: the load as
// it was judged, a step with its interval.
import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import type { Electricity, LoadPictureData } from '../api/types';
import { rounded } from '../format/numbers';
import { day_ms, utcDay } from '../format/times';
import { useWords } from '../words/provider';

const height = 230;
const day_s = day_ms / 1000;

type Series = { data: uPlot.AlignedData; series: uPlot.Series[]; bands?: uPlot.Band[] };

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return { ink: of('--ink'), soft: of('--soft'), line: of('--line'), mark: of('--mark'), onset: of('--confirmed') };
}

function daily(picture: LoadPictureData, words: { drawn: string; expected: string }, value: uPlot.Series.Value): Series {
  const c = colours();
  const first = Date.parse(`${picture.first_day}T00:00:00Z`) / 1000;
  const times = picture.drawn_kw.map((_, i) => first + i * day_s);
  const drawn: uPlot.Series = { label: words.drawn, stroke: c.ink, width: 1.4, value, points: { show: false } };
  const expected: uPlot.Series = {
    label: words.expected,
    stroke: c.mark,
    width: 1.4,
    dash: [5, 4],
    value,
    points: { show: false },
  };
  if (picture.expected_kw.length === 0) return { data: [times, picture.drawn_kw], series: [{}, drawn] };
  return { data: [times, picture.drawn_kw, picture.expected_kw], series: [{}, drawn, expected] };
}

function judged(load: Electricity, words: { power: string; lower: string; upper: string }, value: uPlot.Series.Value): Series {
  const c = colours();
  const from = Date.parse(load.onset.best) / 1000;
  const to = Date.parse(load.last) / 1000;
  const lead = load.onset.before_record ? 0 : Math.max((to - from) * 0.15, 3 * day_s);
  const step = (v: number) => (load.onset.before_record ? [v, v, v, v] : [0, 0, v, v]);
  const line = (label: string, width: number): uPlot.Series => ({
    label,
    stroke: width > 1 ? c.ink : c.soft,
    width,
    value,
    points: { show: false },
  });
  return {
    data: [
      [from - lead - 1, from - 1, from, to],
      step(load.power.upper),
      step(load.power.lower),
      step(load.power.best),
    ],
    series: [{}, line(words.upper, 0.6), line(words.lower, 0.6), line(words.power, 1.6)],
    bands: [{ series: [1, 2], fill: `${c.mark}30` }],
  };
}

// The interval in which the load came, behind the lines.
const onsetBand = (load: Electricity) => (plot: uPlot) => {
  const x = (time: string) => plot.valToPos(Date.parse(time) / 1000, 'x', true);
  const { left, top, width, height: tall } = plot.bbox;
  const within = (v: number) => Math.min(left + width, Math.max(left, v));
  const [a, best, b] = [load.onset.lower, load.onset.best, load.onset.upper].map((time) => within(x(time)));
  plot.ctx.save();
  plot.ctx.fillStyle = colours().onset;
  plot.ctx.globalAlpha = 0.16;
  plot.ctx.fillRect(a!, top, Math.max(3, b! - a!), tall);
  plot.ctx.globalAlpha = 1;
  plot.ctx.fillRect(best! - 0.7, top, 1.4, tall);
  plot.ctx.restore();
};

export default function LoadCurve({ load, picture }: { load: Electricity; picture: LoadPictureData | undefined }) {
  const { t, language } = useWords();
  const scheme = useComputedColorScheme();
  const holder = useRef<HTMLDivElement>(null);
  const shown = useMemo<Series>(() => {
    const value: uPlot.Series.Value = (_, v: number | null) => (v === null ? '–' : `${rounded(v, language)} kW`);
    return picture && picture.drawn_kw.length > 1
      ? daily(picture, { drawn: t('load_drawn'), expected: t('load_expected') }, value)
      : judged(
          load,
          { power: t('power'), lower: t('lower_end'), upper: t('upper_end') },
          value,
        );
    // The scheme changes the colours that are read from the document.
  }, [load, picture, t, language, scheme]);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const c = colours();
    const axis = { stroke: c.soft, grid: { stroke: c.line, width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    const day = (s: number) => utcDay(s * 1000);
    const series = shown.series.map((s, i) =>
      i === 0 ? { label: t('day'), value: (_: uPlot, s: number | null) => (s === null ? '–' : day(s)) } : s,
    );
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        tzDate: (s) => uPlot.tzDate(new Date(s * 1000), 'Etc/UTC'),
        series,
        // From nothing, as in the report: a load is judged by its share of the whole.
        scales: { y: { range: (_, min, max) => [Math.min(0, min), Math.max(max * 1.05, 0.1)] } },
        ...(shown.bands && { bands: shown.bands }),
        axes: [
          { ...axis, space: 90, values: (_, ticks) => ticks.map(day) },
          { ...axis, size: 52, values: (_, ticks) => ticks.map((v) => rounded(v, language)) },
        ],
        hooks: { drawClear: load.onset.before_record ? [] : [onsetBand(load)] },
      },
      shown.data,
      element,
    );
    const follow = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    follow.observe(element);
    return () => {
      follow.disconnect();
      plot.destroy();
    };
  }, [shown, load, t, language]);
  const times = shown.data[0];
  const range = { first: utcDay((times[0] ?? 0) * 1000), last: utcDay((times.at(-1) ?? 0) * 1000) };
  const caption = t(picture ? 'load_picture' : 'load_schematic', range);
  return (
    <figure>
      <div ref={holder} className="load-plot" role="img" aria-label={caption} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
