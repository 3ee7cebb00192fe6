// `npm run bench`: rows per second through the whole HTTP path, held against COPY plus one merge and against an upsert a row, on
// the same database in the same minutes; then a sheet of 10,000,000 cells through the add-on. Options: --quick (only 4,137 rows, 3
// rounds, a sheet of 500,000 cells), --sheet (that alone), --rounds N, --json.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { batchSteps } from './batch-steps.ts';
import { type Bed, makeBed, makeTables } from './bed.ts';
import { asText, makeReport, type Report } from './report.ts';
import { makeLoad, oneRound, type Round } from './rounds.ts';
import { benchSheet, sheetText } from './sheet.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    json: { type: 'boolean', default: false },
    sheet: { type: 'boolean', default: false },
    'profile-server': { type: 'string' },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 3 : 7));
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 up');

const SIZES = [
  { rows: 4137, columns: 60 },
  { rows: 100_000, columns: 40 },
];

const profile = options['profile-server'];
const bed = await makeBed(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]);
try {
  const about = { node: process.version, postgres: bed.version, cpus: cpus().length };
  say(
    `Node ${about.node}, Postgres ${about.postgres}, ${about.cpus} CPUs. COPY is COPY into a temporary table and one merge; a row at a time is measured on 1,000 rows.\n\n`,
  );
  const reports: Report[] = [];
  for (const { rows, columns } of options.sheet ? [] : options.quick ? SIZES.slice(0, 1) : SIZES) {
    reports.push(await benchSize(bed, rows, columns));
    say(
      `${asText(reports.at(-1) as Report)}\n(load of the machine in the last minutes: ${loadavg()[1]?.toFixed(1)})\n\n`,
    );
  }
  progress('the sheet through the add-on');
  const sheet = await benchSheet(bed, options.quick ? 5_000 : 100_000);
  progress('');
  say(sheetText(sheet));
  if (options.json) process.stdout.write(`${JSON.stringify({ ...about, sizes: reports, sheet }, null, 2)}\n`);
} finally {
  await bed.stop();
}

async function benchSize(bed: Bed, rows: number, columns: number): Promise<Report> {
  const load = makeLoad(await makeTables(bed, columns), rows);
  const done: Round[] = [];
  for (let n = 0; n <= rounds; n++) {
    progress(`${rows} × ${columns}: ${n === 0 ? 'warming up' : `round ${n} of ${rounds}`}`);
    const round = await oneRound(bed, load);
    if (n > 0) done.push(round);
  }
  const steps = await batchSteps(bed, load);
  progress('');
  return makeReport(rows, columns, done, steps);
}

function say(text: string): void {
  if (!options.json) process.stdout.write(text);
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
