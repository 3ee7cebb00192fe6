// A dropped file comes in, is looked at, and becomes a document once its table is agreed to.
import { type Context, Hono } from 'hono';
import { Problem } from '../../../server/problem.ts';
import { pathOf } from '../document-routes.ts';
import type { Typing } from '../host/typed-moment.ts';
import type { DocumentOptions } from '../open-document.ts';
import { MOST_BYTES } from './decode-file.ts';
import { type DropOptions, type Dropped, offerFile, openDropped, unknownFile } from './dropped-document.ts';
import { readAgreed } from './read-agreed.ts';

export interface DropRoutesOptions extends DropOptions {
  /** The new spreadsheet takes locale and zone of the one that is there. */
  readonly like: { readonly locale: string; readonly timeZone: string };
  readonly typing: () => Typing;
  /** The most that a sheet's cell takes. */
  readonly cellChars: number;
  readonly opened: (document: DocumentOptions) => void;
}

export function dropRoutes(options: DropRoutesOptions): Hono {
  const routes = new Hono();
  /** Looked at and not yet made; a person looks at few at a time. */
  const pending = new Map<string, Dropped>();
  routes.post('/api/file', (context) =>
    inWords(context, async () => {
      const name = context.req.query('name') ?? '';
      if (Number(context.req.header('Content-Length') ?? 0) > MOST_BYTES) throw tooLarge(name);
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      const dropped = await offerFile(options.pool, name, bytes, options.typing(), options.cellChars);
      for (const oldest of [...pending.keys()].slice(0, Math.max(0, pending.size - MOST_PENDING + 1)))
        pending.delete(oldest);
      pending.set(dropped.offer.id, dropped);
      return dropped.offer;
    }),
  );
  routes.post('/api/table', (context) =>
    inWords(context, async () => {
      const asked = readAgreed(await context.req.json().catch(() => null));
      const dropped = pending.get(asked?.file ?? '');
      if (asked === null || dropped === undefined) throw unknownFile();
      // At once: a second press finds it gone. Put back where the table could not be made.
      pending.delete(asked.file);
      try {
        const document = await openDropped(options, dropped, asked, options.like);
        options.opened(document);
        return { path: pathOf(document.id) };
      } catch (error) {
        pending.set(asked.file, dropped);
        throw error;
      }
    }),
  );
  return routes;
}

/** Whatever stands in the way is answered as a sentence. */
async function inWords(context: Context, work: () => Promise<object>): Promise<Response> {
  try {
    return context.json({ ok: true, value: await work() });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return context.json({ ok: false, message: error.message });
  }
}

const tooLarge = (name: string): Problem =>
  new Problem('wrong_use', { message: `${name} is larger than 20 MB, the most that is opened here.` });

const MOST_PENDING = 3;
