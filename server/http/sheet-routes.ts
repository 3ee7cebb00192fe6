// What is agreed about a sheet: seen, tried out and answered. A key speaks of its own sheet; an operator names one by `sheetId`.

import { foldKey } from '../../shared/key-fold.ts';
import type {
  BindingAnswer,
  BindingRequest,
  HeaderAnswers,
  LookAlikeAnswer,
  NotBuyersAnswer,
} from '../../shared/protocol.ts';
import { addWhoConnected } from '../alerts/recipients.ts';
import { Problem } from '../problem.ts';
import { answerHeaders } from '../sheets/answer-headers.ts';
import { type BoundSheet, findSheet } from '../sheets/bound-sheets.ts';
import { readContract } from '../sheets/contract.ts';
import { readHeaders } from '../sheets/headers.ts';
import { answerLookAlike } from '../sheets/look-alike-answers.ts';
import { newColumns } from '../sheets/new-columns.ts';
import { answerNotBuyers } from '../sheets/not-buyers.ts';
import { checkPlace } from '../sheets/place.ts';
import { sheetView } from '../sheets/sheet-view.ts';
import { readTarget } from '../sheets/target.ts';
import { uuid } from './parameters.ts';
import type { Call, Route } from './route.ts';
import * as Shapes from './sheet-schemas.ts';
import { checkKeys, checkTexts } from './texts.ts';

const ofSheet = { permission: 'sheet', query: { sheetId: uuid }, status: 200 } as const;

export const sheetRoutes: readonly Route[] = [
  {
    ...ofSheet,
    method: 'GET',
    path: '/v1/sheet',
    summary: 'What is agreed about the sheet: heading row, header contract, columns of its table, what is held',
    answer: Shapes.SheetSeen,
    handle: async (call) => ({ body: await sheetView(call.deps.pool, await sheetOf(call)) }),
  },
  {
    ...ofSheet,
    method: 'POST',
    path: '/v1/sheet/binding',
    summary: 'What a run would bind these headers to; opens none and remembers nothing',
    body: Shapes.AskBinding,
    answer: Shapes.Bound,
    handle: async (call) => ({ body: await bindingOf(call, await sheetOf(call), call.body as BindingRequest) }),
  },
  {
    ...ofSheet,
    method: 'PUT',
    path: '/v1/sheet/headers',
    summary: 'Answer for headers: the column each means, or none; confirms the header contract',
    body: Shapes.AnswerHeaders,
    answer: Shapes.SheetSeen,
    handle: async (call) => {
      const said = call.body as HeaderAnswers;
      checkTexts({ headers: said.headers, by: said.by });
      const sheet = await sheetOf(call);
      const body = await answerHeaders(call.deps.pool, sheet, said, speaker(call, said.by));
      await addWhoConnected(call.deps.pool, sheet.id, said.by, call.language);
      return { body };
    },
  },
  {
    ...ofSheet,
    method: 'PUT',
    path: '/v1/sheet/look-alikes',
    summary: 'Say whether two spellings of a key are one buyer or two; null takes the answer back',
    body: Shapes.AnswerLookAlike,
    answer: Shapes.LookAlikeAnswered,
    handle: async (call) => {
      const { by, ...said } = call.body as LookAlikeAnswer;
      checkTexts({ by });
      checkKeys('key', [said.key]);
      checkKeys('otherKey', [said.otherKey]);
      if (said.key === said.otherKey || foldKey(said.key) !== foldKey(said.otherKey))
        throw new Problem('invalid_body', { path: 'otherKey', expected: 'another key that looks like the first' });
      await answerLookAlike(call.deps.pool, (await sheetOf(call)).id, said, speaker(call, by));
      return { body: said };
    },
  },
  {
    ...ofSheet,
    method: 'PUT',
    path: '/v1/sheet/not-buyers',
    summary: 'Say of rows without a key, by their fingerprints, that they are no buyers, or that they are',
    body: Shapes.AnswerNotBuyers,
    answer: Shapes.NotBuyersAnswered,
    handle: async (call) => {
      const said = call.body as NotBuyersAnswer;
      checkTexts({ by: said.by });
      return {
        body: await answerNotBuyers(call.deps.pool, (await sheetOf(call)).id, said, speaker(call, said.by)),
      };
    },
  },
];

async function bindingOf({ deps }: Call, sheet: BoundSheet, request: BindingRequest): Promise<BindingAnswer> {
  const { spreadsheetId, sheetName, headers, headerRow } = request;
  checkTexts({ spreadsheetId, sheetName, headers });
  checkPlace(sheet, request);
  const target = await readTarget(deps.pool, sheet);
  const read = readHeaders(headers, target, await readContract(deps.pool, sheet, headerRow));
  return { columns: read.columns, newColumns: newColumns(read, target, sheet.table) };
}

/** Throws `forbidden` where a key names another sheet, `invalid_parameter` where an operator names none, `unknown_sheet`. */
export async function sheetOf({ deps, principal, query }: Call): Promise<BoundSheet> {
  const named = query['sheetId']?.toLowerCase();
  const own = principal?.kind === 'sheet' ? principal.sheetId : null;
  if (own !== null && named !== undefined && named !== own)
    throw new Problem('forbidden', { needs: "that sheet's key" });
  const id = own ?? named;
  if (id === undefined)
    throw new Problem('invalid_parameter', { name: 'sheetId', expected: 'the id of a bound sheet' });
  const sheet = await findSheet(deps.pool, id);
  if (sheet === null) throw new Problem('unknown_sheet', { sheet: id });
  return sheet;
}

/** Who answers: as the client names the person, else what kind of key spoke. */
export const speaker = ({ principal }: Call, by: string | undefined): string =>
  by ?? (principal?.kind === 'operator' ? 'an operator' : 'a person at the sheet');
