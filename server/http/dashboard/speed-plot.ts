// The speed of the latest syncs, of one sheet or of all; nothing where there was none.
import { html } from 'hono/html';
import { runSpeeds } from '../../watch/run-series.ts';
import type { Html, PageCall } from './call.ts';
import { linePlot } from './plot-line.ts';
import { RUNS_TEXTS } from './texts-runs.ts';
import { utc } from './times.ts';
import { wordsOf } from './words.ts';

export async function speedPlot(call: PageCall, sheetId: string | null): Promise<Html> {
  const speeds = await runSpeeds(call.deps.pool, sheetId);
  if (speeds.length === 0) return html``;
  const say = wordsOf(RUNS_TEXTS, call.language);
  const rates = speeds.map(({ rowsPerSecond }) => rowsPerSecond);
  return linePlot(call, {
    id: 'speed',
    title: say('speed'),
    description: say('speed_text', { latest: rates.at(-1) ?? 0, most: Math.max(...rates), n: rates.length }),
    valueName: say('rows_per_second'),
    points: speeds.map(({ startedAt, rowsPerSecond, runId, isClean }) => ({
      at: startedAt,
      value: rowsPerSecond,
      isMarked: !isClean,
      shown: html`<a href="${call.link(`/runs/${runId}`)}"><time datetime="${startedAt}">${utc(startedAt)} UTC</time></a>`,
    })),
  });
}
