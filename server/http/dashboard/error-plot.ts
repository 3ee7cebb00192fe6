// Errors by type over time: of the last 30 days where no begin is asked for, in steps that fit.
import { html } from 'hono/html';
import type { ErrorFilter } from '../../failures/error-log.ts';
import { errorBuckets } from '../../watch/error-series.ts';
import type { Html, PageCall } from './call.ts';
import { barPlot } from './plot-bars.ts';
import { ERROR_TYPE_TEXTS } from './texts-codes.ts';
import { ERRORS_TEXTS } from './texts-errors.ts';
import { utc } from './times.ts';
import { wordFor, wordsOf } from './words.ts';

const HOUR_MS = 3_600_000;
const DAYS = 30;

/** Nothing where there was no error in that time. */
export async function errorPlot(call: PageCall, filter: ErrorFilter): Promise<Html> {
  const { deps, language, now } = call;
  const to = filter.to === null ? now : new Date(filter.to);
  const asked = filter.from === null ? new Date(to.getTime() - DAYS * 24 * HOUR_MS) : new Date(filter.from);
  const stepHours = stepFor((to.getTime() - asked.getTime()) / HOUR_MS);
  const from = new Date(Math.floor(asked.getTime() / (stepHours * HOUR_MS)) * stepHours * HOUR_MS);
  const buckets = await errorBuckets(deps.pool, filter, from, stepHours);
  if (buckets.length === 0) return html``;
  const say = wordsOf(ERRORS_TEXTS, language);
  const kinds = Object.keys(ERROR_TYPE_TEXTS).map((code) => ({
    code,
    name: wordFor(ERROR_TYPE_TEXTS, language, code),
  }));
  const sums = kinds.map(({ code, name }) => ({ name, sum: sumOf(buckets, code) }));
  const often = sums.toSorted((a, b) => b.sum - a.sum)[0]?.name ?? '';
  const n = sums.reduce((all, { sum }) => all + sum, 0);
  return barPlot(call, {
    id: 'errors',
    title: say('plot'),
    description: say('plot_text', { n, from: utc(from.toISOString()), often }),
    kinds,
    from,
    to: new Date(Math.max(to.getTime(), from.getTime() + stepHours * HOUR_MS)),
    stepHours,
    counts: buckets.map(({ at, errorType, count }) => ({ at, kind: errorType, count })),
  });
}

const sumOf = (buckets: readonly { errorType: string; count: number }[], type: string): number =>
  buckets.filter(({ errorType }) => errorType === type).reduce((sum, { count }) => sum + count, 0);

/** At most some sixty bars, each of hours that divide a day, or of whole days. */
function stepFor(hours: number): number {
  const fits = [1, 3, 6, 12, 24].find((step) => hours / step <= 60);
  return fits ?? 24 * Math.ceil(hours / 24 / 60);
}
