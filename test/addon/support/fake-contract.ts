// The header contract of one sheet in memory, as a server speaks of it: an interception for the server in memory.
import type { ApiAnswer, ApiRequest } from '../../../addon/api.ts';
import { plainHeading } from '../../../addon/heading-text.ts';
import type { BindingRequest, BoundColumn, HeaderAnswers, SheetView } from '../../../shared/protocol.ts';
import { refused } from './fake-server.ts';

export interface FakeContract {
  readonly intercept: (request: ApiRequest) => ApiAnswer | null;
  view: SheetView;
  /** What was said, call by call. */
  readonly said: HeaderAnswers[];
  /** Headings that are bound, by alias or by having been said. */
  readonly bound: Map<string, string>;
  /** What is held, by heading. */
  readonly held: Map<string, { readonly reason: string; readonly proposal: string | null }>;
}

const COLUMNS = ['buyer_number', 'name', 'address', 'phone'];

export function fakeContract(over: Partial<SheetView> = {}): FakeContract {
  const contract: FakeContract = {
    view: { ...VIEW, ...over },
    said: [],
    bound: new Map([
      ...COLUMNS.map((name): [string, string] => [name, name]),
      ['買主番号', 'buyer_number'],
      ['氏名', 'name'],
    ]),
    held: new Map(),
    intercept: ({ method, path, body }) => {
      if (path === 'v1/reports/counts') return ok({ sheets: [] });
      if (path === 'v1/sheet') return ok(contract.view);
      if (path === 'v1/sheet/binding') return binding(body as BindingRequest);
      if (method === 'put' && path === 'v1/sheet/headers') return say(body as HeaderAnswers);
      return null;
    },
  };

  function binding({ spreadsheetId, headers }: BindingRequest): ApiAnswer {
    if (spreadsheetId !== contract.view.spreadsheetId) return refused(409, 'wrong_sheet', { kind: 'copied_file' });
    const columns = headers.map(bind);
    const newColumns = columns.flatMap(({ index, state, header }) =>
      state === 'held'
        ? [{ index, name: `new_${index}`, migration: `-- ${header}\nALTER TABLE buyers ADD COLUMN new_${index} text;` }]
        : [],
    );
    return ok({ columns, newColumns });
  }

  function bind(header: string, index: number): BoundColumn {
    const text = plainHeading(header);
    const none = { index, header, column: null, type: null, notNull: false, proposal: null };
    const held = contract.held.get(text);
    if (held !== undefined) return { ...none, state: 'held', ...held };
    const column = contract.bound.get(text);
    if (column !== undefined) return { ...none, column, type: 'text', state: 'synced', reason: null };
    if (text === '') return { ...none, state: 'ignored', reason: 'header_blank' };
    const decided = contract.view.headers.find((one) => one.header === text)?.decision;
    if (decided === 'ignored' || decided === 'never')
      return { ...none, state: 'ignored', reason: decided === 'never' ? 'never_sent' : 'ignored_by_person' };
    return { ...none, state: 'held', reason: 'header_unknown' };
  }

  function say(answers: HeaderAnswers): ApiAnswer {
    contract.said.push(answers);
    const confirmedAt = '2026-11-25T05:00:00.000Z';
    const by = answers.by ?? 'an editor';
    const headers = answers.answers.map(({ index, decision, column, asValue }) => {
      const header = plainHeading(answers.headers[index] ?? '');
      contract.held.delete(header);
      if (column !== undefined) contract.bound.set(header, column);
      return {
        header,
        decision,
        column: column ?? null,
        asValue: asValue === true,
        index,
        confirmedBy: by,
        confirmedAt,
      };
    });
    const known = contract.view.headers.filter((one) => !headers.some(({ header }) => header === one.header));
    const { headerRow } = answers;
    contract.view = { ...contract.view, headerRow, confirmedAt, confirmedBy: by, headers: [...known, ...headers] };
    return ok(contract.view);
  }

  return contract;
}

const VIEW: SheetView = {
  sheetId: '0193a5c2-0000-7000-8000-000000000001',
  spreadsheetId: 'book',
  sheetName: 'Buyers',
  sheetGid: 7,
  table: 'buyers',
  keyColumn: 'buyer_number',
  headerRow: null,
  confirmedAt: null,
  confirmedBy: null,
  everSynced: false,
  headers: [],
  columns: COLUMNS.map((name) => ({ name, type: 'text', notNull: name === 'buyer_number', notSynced: null })),
  holds: [],
};

const ok = (body: unknown): ApiAnswer => ({ ok: true, body });
