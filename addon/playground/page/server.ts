// What the page asks its own server.

export interface RowView {
  readonly texts: readonly string[];
  readonly kinds: string;
}

interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface MenuEntry {
  readonly caption?: string;
  readonly functionName?: string;
  readonly items?: readonly MenuEntry[];
}

export interface Figures {
  readonly count: number;
  readonly recent: readonly { readonly key: string; readonly at: string; readonly outcome: string }[];
}

export interface State {
  readonly sheets: readonly { readonly gid: number; readonly name: string }[];
  readonly sheet: {
    readonly gid: number;
    readonly name: string;
    readonly frozenRows: number;
    readonly rows: readonly RowView[];
  };
  readonly selection: Block & { readonly gid: number };
  readonly columns: readonly { readonly header: string; readonly column: string }[];
  readonly hints: readonly { readonly text: string; readonly cell?: string }[];
  readonly table: string | null;
  readonly figures: Figures | null;
  readonly opensSidebar: boolean;
}

export type PageEvent =
  | ({ readonly kind: 'cells'; readonly gid: number } & Block)
  | ({ readonly kind: 'selection'; readonly by: 'script' | 'person'; readonly gid: number } & Block)
  | { readonly kind: 'sheets'; readonly sheets: State['sheets'] }
  | { readonly kind: 'menu'; readonly menu: MenuEntry }
  | { readonly kind: 'sidebar'; readonly sidebar: { readonly id: number; readonly title: string } }
  | { readonly kind: 'alert'; readonly texts: readonly string[] }
  | { readonly kind: 'execution'; readonly log: { readonly functionName: string; readonly outcome: string } }
  | ({ readonly kind: 'database' } & Figures);

export interface RunResult {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export const getState = (): Promise<State> => get('/api/state');
export const getRow = (key: string): Promise<Readonly<Record<string, string | null>> | null> =>
  get(`/api/database/row/${encodeURIComponent(key)}`);
export const getRows = (gid: number, first: number, count: number, columns: number): Promise<readonly RowView[]> =>
  get(`/api/rows/${gid}/${first}/${count}/${columns}`);

export const openDocument = (): Promise<{ menu: MenuEntry | null; error: string | null }> => post('open', {});
export const runMenu = (functionName: string): Promise<RunResult> => post('menu', { functionName });
export const run = (functionName: string, args: readonly unknown[]): Promise<RunResult> =>
  post('run', { functionName, args });
export const select = (selection: State['selection']): Promise<null> => post('select', selection);
export const edit = (
  gid: number,
  cells: readonly { readonly row: number; readonly column: number; readonly text: string }[],
): Promise<{ refused: readonly string[] }> => post('edit', { gid, cells });

/** `again` when the connection came back after a pause: the page may have missed something. */
export function listen(heard: (event: PageEvent) => void, again: () => void): void {
  const source = new EventSource('/api/events');
  let hellos = 0;
  source.addEventListener('hello', () => {
    hellos += 1;
    if (hellos > 1) again();
  });
  source.addEventListener('message', ({ data }: MessageEvent<string>) => heard(JSON.parse(data)));
}

async function get<T>(path: string): Promise<T> {
  return await read(await fetch(path));
}

async function post<T>(what: string, body: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  return await read(await fetch(`/api/${what}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`The local server answered ${response.status}. Is "npm start" still running?`);
  return await response.json();
}
