// What a Check says in the end: how many rows a sync would insert, update, leave and keep out, and what it would meet, by column and cause.
import { cellAddress } from '../shared/a1.ts';
import type { CompareAnswer, FinishAnswer } from '../shared/protocol.ts';
import { unpackRows } from '../shared/row-set.ts';
import { cut, cutText } from './cut.ts';
import type { CheckFinding, CheckReport, CheckWeight, Plan } from './sidebar/check-answers.ts';
import type { Survey, SurveyGroup } from './survey.ts';
import { type Example, shortened } from './survey-keys.ts';

/** Bytes of an answer's 100 KB. */
const FINDINGS = 14_000;
/** A text that fills so much of what its column takes is named before it is too long. */
const NEAR = 0.9;

/** What the compare of a Check found: rows in the order of the server's positions, and how many rows the sheet has. */
interface Compared {
  readonly rowNumbers: readonly number[];
  readonly inSheet: number;
  readonly keyIndex: number;
  readonly keyHeader: string;
}

export function checkReport(
  survey: Survey,
  compared: Compared,
  answer: CompareAnswer,
  limitedText: readonly string[],
): CheckReport {
  const { count, keys } = answer.overwrites;
  return {
    ...planOf(compared, answer, survey),
    limitedText: cut(
      limitedText.map((header) => cutText(header, 60)),
      1000,
    ),
    overwrites: { count, items: keys.slice(0, 50).map((key) => cutText(key, 60)) },
    findings: cut(findingsOf(survey, compared), FINDINGS),
  };
}

/** Rows that the server will refuse are neither inserted nor updated; of a held run nothing is sent, so what it would is told from the counts. */
export function planOf(
  { rowNumbers, inSheet }: Pick<Compared, 'rowNumbers' | 'inSheet'>,
  answer: CompareAnswer,
  survey: Survey | null,
): Plan {
  const refused = new Set(unpackRows(survey?.refused ?? ''));
  const goes = (position: number) => !refused.has(rowNumbers[position] ?? 0);
  const differing = new Set(answer.differing);
  const isHeld = answer.held?.scope === 'run';
  const update = isHeld ? answer.different : answer.send.filter((at) => differing.has(at) && goes(at)).length;
  const insert = isHeld ? answer.missing : answer.send.filter((at) => !differing.has(at) && goes(at)).length;
  const leave = answer.unchanged;
  return { insert, update, leave, reject: Math.max(0, inSheet - insert - update - leave), gone: answer.extra.count };
}

function findingsOf(survey: Survey, compared: Compared): CheckFinding[] {
  const found = Object.values(survey.groups).map(toFinding);
  return [...found, ...zeros(survey, compared), ...nearLimits(survey)].sort(
    (a, b) => ORDER.indexOf(a.weight) - ORDER.indexOf(b.weight) || b.count - a.count,
  );
}

const ORDER: readonly CheckWeight[] = ['stands', 'changes', 'lost', 'near'];

const WEIGHTS: Readonly<Record<string, CheckWeight>> = {
  rounded: 'changes',
  formula_error: 'changes',
  digits_lost: 'lost',
};

function toFinding({ index, header, column, code, limit, count, most, examples }: SurveyGroup): CheckFinding {
  const weight = WEIGHTS[code] ?? 'stands';
  return { weight, code, header, column, limit, count, most, examples: examples.map((at) => cellOf(index, at)) };
}

const cellOf = (index: number, [row, key]: Example) => ({ cell: cellAddress(row, Math.max(0, index)), key });

function zeros(survey: Survey, { keyIndex, keyHeader }: Compared): CheckFinding[] {
  const found = shortened(survey.keys);
  if (found === null) return [];
  const { usual, count, examples } = found;
  const cells = examples.map((at) => cellOf(keyIndex, at));
  return [
    {
      weight: 'lost',
      code: 'zeros_lost',
      header: keyHeader,
      column: null,
      limit: usual,
      count,
      most: null,
      examples: cells,
    },
  ];
}

const nearLimits = ({ longest }: Survey): CheckFinding[] =>
  Object.values(longest)
    .filter(({ limit, longest: length }) => length <= limit && length >= NEAR * limit)
    .map(({ index, header, column, limit, longest: length, at }) => ({
      weight: 'near',
      code: 'near_limit',
      header,
      column,
      limit,
      count: 1,
      most: length,
      examples: [cellOf(index, at)],
    }));

/** Values that were changed in the database since, or that it only writes differently: known once the rows that differ were looked at. */
export function withChanged(report: CheckReport, { verification }: FinishAnswer): CheckReport {
  const groups = verification.accuracy.groups ?? [];
  const changed = groups
    .filter(({ cause }) => cause === 'changed_in_database' || cause === 'form_only')
    .map(
      ({ field, header, cause, form, count, examples }): CheckFinding => ({
        weight: 'changes',
        code: cause,
        form,
        header: cutText(header, 60),
        column: field,
        limit: null,
        count,
        most: null,
        examples: examples.slice(0, 3).map(({ cell, buyerNumber }) => ({ cell, key: cutText(buyerNumber, 40) })),
      }),
    );
  const { count, items } = cut(changed, FINDINGS / 2);
  return {
    ...report,
    findings: { count: report.findings.count + count, items: [...report.findings.items, ...items] },
  };
}
