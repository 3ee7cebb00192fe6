// What the guard holds, in words for a terminal, and the line that lets it through.
import type { Held, Hold } from '../../../shared/protocol.ts';

export const holdLine = ({ scope, header, reason, rows, of }: Hold): string =>
  scope === 'run'
    ? `the run: ${count(rows)} of the ${count(of)} rows of the last sync are gone from the sheet`
    : `column "${header}": ${count(rows)} of its ${count(of)} values would ${WOULD[reason]}`;

const WOULD: Readonly<Record<Hold['reason'], string>> = {
  values_disappear: 'disappear',
  values_replaced: 'be replaced',
  rows_gone: 'go',
};

const count = (n: number): string => n.toLocaleString('en-US');

/** Each line with its end; none where nothing is held. What was answered with no is said, and not asked again. */
export function heldLines(runId: string, held: Held | null): string[] {
  if (held === null) return [];
  const waiting = held.holds.filter((hold) => hold.state === 'waiting');
  const columns = held.scope === 'run' ? '' : ` --columns ${waiting.map((hold) => hold.column).join(',')}`;
  const lines = [
    'Held, and not written:',
    ...held.holds.map((hold) => `  ${holdLine(hold)}${hold.state === 'discarded' ? ' (discarded before)' : ''}`),
    ...(waiting.length === 0
      ? []
      : [
          'If that is what you want, let it through and push again; if not, mend the file:',
          `  rollcall sync release ${runId} --server … --key …${columns}`,
          `  rollcall sync discard ${runId} --server … --key …${columns}`,
        ]),
  ];
  return lines.map((line) => `${line}\n`);
}
