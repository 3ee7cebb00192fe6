// A plot without a script: SVG with a title and a description, and the figures as a table beside it for whoever cannot see it.

import { scaleLinear, scaleUtc } from 'd3-scale';
import { html } from 'hono/html';
import type { Html, OpenCall } from './call.ts';
import { type Column, type Line, list } from './parts.ts';
import { SHELL_TEXTS } from './texts-shell.ts';
import { number, wordsOf } from './words.ts';

const WIDTH = 720;
const HEIGHT = 220;
export const AREA = { left: 80, right: 708, top: 14, bottom: 184 } as const;

export interface Plotted {
  /** Unlike every other plot of the page. */
  readonly id: string;
  readonly title: string;
  /** What a person would say who looked at it. */
  readonly description: string;
  readonly legend?: Html;
  readonly columns: readonly Column[];
  readonly figures: readonly Line[];
}

export function plotFrame(
  call: OpenCall,
  { id, title, description, legend, columns, figures }: Plotted,
  inside: Html,
): Html {
  const say = wordsOf(SHELL_TEXTS, call.language);
  return html`<figure class="plot" data-key="${id}">
<figcaption>${title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${description}</desc>
${inside}
</svg>
${legend ?? ''}
<details id="${id}-figures"><summary>${say('figures')}<span class="unseen"> ${title}</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="${title}">${list(title, columns, figures)}</div></details>
</figure>`;
}

export const timeScale = (from: Date, to: Date) => scaleUtc([from, to], [AREA.left, AREA.right]);

export const valueScale = (most: number) => scaleLinear([0, Math.max(most, 1)], [AREA.bottom, AREA.top]).nice(4);

export function valueAxis(y: ReturnType<typeof valueScale>, { language }: OpenCall, unit = ''): Html {
  const ticks = y.ticks(4).map(
    (tick) => html`<g class="tick"><line x1="${AREA.left}" x2="${AREA.right}" y1="${y(tick)}" y2="${y(tick)}"/>
<text x="${AREA.left - 8}" y="${y(tick)}" dy="0.32em" text-anchor="end">${number(tick, language)}${unit}</text></g>`,
  );
  return html`<g class="axis" aria-hidden="true">${ticks}</g>`;
}

/** Days where it is long, hours or seconds where it is short; in UTC. */
export function timeAxis(x: ReturnType<typeof timeScale>): Html {
  const [from, to] = x.domain().map(Number);
  const [begin, end] = LABELS.find(([least]) => (to ?? 0) - (from ?? 0) >= least)?.[1] ?? [11, 19];
  const labels = x.ticks(5).map((tick) => ({ at: x(tick), text: tick.toISOString().slice(begin, end) }));
  const ticks = labels
    .filter(({ text }, n) => text !== labels[n - 1]?.text)
    .map(({ at, text }) => html`<text x="${at}" y="${AREA.bottom + 24}" text-anchor="middle">${text}</text>`);
  return html`<g class="axis" aria-hidden="true"><line class="base" x1="${AREA.left}" x2="${AREA.right}" y1="${AREA.bottom}" y2="${AREA.bottom}"/>${ticks}</g>`;
}

/** From so many milliseconds on, which part of an ISO time is shown. */
const LABELS = [
  [2 * 86_400_000, [5, 10]],
  [600_000, [11, 16]],
] as const;
