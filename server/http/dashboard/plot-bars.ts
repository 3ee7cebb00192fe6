// Counts of several kinds over time, one upon the other; each kind has a pattern beside its colour.
import { stack } from 'd3-shape';
import { html } from 'hono/html';
import type { Html, OpenCall } from './call.ts';
import { AREA, plotFrame, timeAxis, timeScale, valueAxis, valueScale } from './plot-frame.ts';
import { SHELL_TEXTS } from './texts-shell.ts';
import { moment } from './times.ts';
import { number, wordsOf } from './words.ts';

interface Kind {
  readonly code: string;
  readonly name: string;
}

export interface BarPlot {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly kinds: readonly Kind[];
  readonly from: Date;
  readonly to: Date;
  readonly stepHours: number;
  readonly counts: readonly { readonly at: string; readonly kind: string; readonly count: number }[];
}

export function barPlot(call: OpenCall, plot: BarPlot): Html {
  const { id, title, description, kinds, from, to, stepHours, counts } = plot;
  const steps = [...Map.groupBy(counts, ({ at }) => at)].map(([at, of]) => ({
    at,
    counts: Object.fromEntries(of.map(({ kind, count }) => [kind, count])) as Readonly<Record<string, number>>,
  }));
  const codes = kinds.map(({ code }) => code);
  const layers = stack<(typeof steps)[number]>()
    .keys(codes)
    .value((step, code) => step.counts[code] ?? 0)(steps);
  const x = timeScale(from, to);
  const y = valueScale(Math.max(0, ...layers.flat().map(([, top]) => top)));
  const width = Math.max(2, x(new Date(from.getTime() + stepHours * 3_600_000)) - AREA.left - 1);
  const drawn = layers.map((layer, n) =>
    steps.map(({ at }, step) => {
      const [bottom, top] = layer[step] ?? [0, 0];
      if (top === bottom) return html``;
      const place = html`x="${x(new Date(at)).toFixed(1)}" y="${y(top).toFixed(1)}" width="${width.toFixed(1)}" height="${(y(bottom) - y(top)).toFixed(1)}"`;
      return html`<rect class="kind-${n}" ${place}/><rect fill="url(#${id}-p${n})" ${place}/>`;
    }),
  );
  const { language } = call;
  const columns = [
    { head: wordsOf(SHELL_TEXTS, language)('time') },
    ...kinds.map(({ name }) => ({ head: name, isNumber: true })),
  ];
  const figures = steps.toReversed().map((step) => ({
    id: `${id}-${step.at}`,
    cells: [moment(call, step.at), ...codes.map((code) => number(step.counts[code] ?? 0, language))],
  }));
  const inside = html`<defs>${kinds.map((_, n) => pattern(`${id}-p${n}`, n))}</defs>${valueAxis(y, call)}${timeAxis(x)}<g>${drawn}</g>`;
  return plotFrame(call, { id, title, description, legend: legend(id, kinds), columns, figures }, inside);
}

/** Plain, stripes, dots, a grid. */
const PATTERNS = ['', 'M-2 2l4-4M0 8l8-8M6 10l4-4', 'M2 2h2v2h-2zM6 6h2v2h-2z', 'M0 0h8M0 0v8'];

const pattern = (id: string, n: number): Html =>
  html`<pattern id="${id}" width="8" height="8" patternUnits="userSpaceOnUse"><path class="pattern" d="${PATTERNS[n % PATTERNS.length]}"/></pattern>`;

const legend = (id: string, kinds: readonly Kind[]): Html =>
  html`<ul class="legend">${kinds.map(
    ({ name }, n) =>
      html`<li><svg viewBox="0 0 16 16" aria-hidden="true"><rect class="kind-${n}" width="16" height="16"/><rect width="16" height="16" fill="url(#${id}-p${n})"/></svg>${name}</li>`,
  )}</ul>`;
