// What an address of the error log asks for.
import Type from 'typebox';
import type { ErrorFilter } from '../../failures/error-log.ts';
import type { Texts } from '../check-parameters.ts';
import { after, moment } from '../parameters.ts';
import { PAGE_SIZE } from './parts.ts';
import { ERROR_TYPE_TEXTS } from './texts-codes.ts';

export const errorTypeParameter = Type.Enum(Object.keys(ERROR_TYPE_TEXTS) as (keyof typeof ERROR_TYPE_TEXTS)[]);

/** Throws `invalid_parameter` for a day that does not exist. */
export const errorFilter = (query: Texts): ErrorFilter => ({
  sheetId: query['sheetId'] ?? null,
  from: moment('from', query['from']),
  to: moment('to', query['to']),
  type: query['type'] ?? null,
  buyerNumber: query['buyerNumber'] ?? null,
  runId: query['runId'] ?? null,
  after: after(query['cursor']),
  limit: PAGE_SIZE,
});
