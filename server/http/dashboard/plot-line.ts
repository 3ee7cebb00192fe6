// One value over time: a line where it is known, a gap where it is not, and a dot for each point while they are few.
import { line } from 'd3-shape';
import { html } from 'hono/html';
import type { Html, OpenCall } from './call.ts';
import { plotFrame, timeAxis, timeScale, valueAxis, valueScale } from './plot-frame.ts';
import { SHELL_TEXTS } from './texts-shell.ts';
import { moment } from './times.ts';
import { number, wordsOf } from './words.ts';

interface Point {
  readonly at: string;
  readonly value: number | null;
  /** In the table instead of the plain time. */
  readonly shown?: Html;
  /** Drawn as a triangle. */
  readonly isMarked?: boolean;
}

export interface LinePlot {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly valueName: string;
  readonly unit?: string;
  readonly points: readonly Point[];
}

const MOST_DOTS = 40;

/** `points` stand in the order of their times, at least one. */
export function linePlot(call: OpenCall, { id, title, description, valueName, unit = '', points }: LinePlot): Html {
  const [x, y] = scales(points);
  const known = line<Point>(
    ({ at }) => x(new Date(at)),
    ({ value }) => y(value ?? 0),
  ).defined(({ value }) => value !== null);
  const dots = points.length > MOST_DOTS ? [] : points.filter(({ value }) => value !== null);
  const say = wordsOf(SHELL_TEXTS, call.language);
  const figures = points.toReversed().map(({ at, value, shown }, n) => ({
    id: `${id}-${n}`,
    cells: [shown ?? moment(call, at), value === null ? '–' : `${number(value, call.language)}${unit}`],
  }));
  const columns = [{ head: say('time') }, { head: valueName, isNumber: true }];
  const inside = html`${valueAxis(y, call, unit)}${timeAxis(x)}
<path class="line" d="${known(points) ?? ''}"/>
${dots.map((point) => dot(x(new Date(point.at)), y(point.value ?? 0), point.isMarked === true))}`;
  return plotFrame(call, { id, title, description, columns, figures }, inside);
}

function scales(points: readonly Point[]) {
  const times = points.map(({ at }) => Date.parse(at));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const margin = first === last ? 3_600_000 : 0;
  const most = Math.max(...points.map(({ value }) => value ?? 0));
  return [timeScale(new Date(first - margin), new Date(last + margin)), valueScale(most)] as const;
}

const dot = (x: number, y: number, isMarked: boolean): Html =>
  isMarked
    ? html`<path class="dot marked" d="M${x.toFixed(1)} ${(y - 6).toFixed(1)}l6 10h-12z"/>`
    : html`<circle class="dot" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5"/>`;
