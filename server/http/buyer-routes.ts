// One buyer by its number, for the key of its sheet; an operator names the sheet.
import Type from 'typebox';
import { findBuyer } from '../integrity/buyer-view.ts';
import { Problem } from '../problem.ts';
import { findSheet } from '../sheets/bound-sheets.ts';
import { uuid } from './parameters.ts';
import type { Call, Reply, Route } from './route.ts';
import * as Shapes from './schemas.ts';

const key = Type.String({ minLength: 1, maxLength: 5000, description: 'a buyer number of at most 5,000 characters' });

export const buyerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/buyers/{key}',
    permission: 'sheet',
    summary: 'One buyer: what is stored, its last change, its errors, and keys that look like its own',
    params: { key },
    query: { sheetId: uuid },
    status: 200,
    answer: Shapes.Buyer,
    handle: (call) => answerBuyer(call, call.params['key']),
  },
  {
    method: 'GET',
    path: '/v1/buyers',
    permission: 'sheet',
    summary: 'The same by ?key=, for keys that no path carries, such as a full stop alone',
    query: { key, sheetId: uuid },
    status: 200,
    answer: Shapes.Buyer,
    handle: (call) => answerBuyer(call, call.query['key']),
  },
];

async function answerBuyer({ deps, principal, query }: Call, wanted: string | undefined): Promise<Reply> {
  if (wanted === undefined) throw new Problem('invalid_parameter', { name: 'key', expected: 'the number of a buyer' });
  const sheetId = principal?.kind === 'sheet' ? principal.sheetId : query['sheetId'];
  if (sheetId === undefined) throw new Problem('invalid_parameter', { name: 'sheetId', expected: 'the id of a sheet' });
  const sheet = await findSheet(deps.pool, sheetId);
  if (sheet === null) throw new Problem('unknown_sheet', { sheet: sheetId });
  const buyer = await findBuyer(deps.pool, sheet, wanted);
  if (buyer === null) throw new Problem('unknown_buyer');
  return { body: buyer };
}
