// What is kept in pieces comes back whole or not at all, whatever order Google lists the pieces in and wherever an execution dies.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModule } from './support/load-module.ts';

interface Kept {
  readonly writeJson: (name: string, value: unknown) => boolean;
  readonly readJson: (name: string) => unknown;
  readonly removeJson: (name: string) => void;
}

type Order = (names: string[]) => string[];
const asKept: Order = (names) => names;

/** The document's properties; the execution dies at a delete once it has made as many as `lives`. */
let document = { values: new Map<string, string>(), lives: Number.POSITIVE_INFINITY, order: asKept };
let module: Kept;

beforeAll(async () => {
  const store = {
    getKeys: () => document.order([...document.values.keys()]),
    getProperties: () => Object.fromEntries(document.values),
    setProperties: (values: Record<string, string>) => {
      for (const [name, value] of Object.entries(values)) document.values.set(name, value);
    },
    deleteProperty: (name: string) => {
      if (document.lives === 0) throw new Error('killed');
      document.lives -= 1;
      document.values.delete(name);
    },
  };
  const services = { PropertiesService: { getDocumentProperties: () => store } };
  module = (await loadModule('addon/document-properties.ts', services)) as unknown as Kept;
});

function newDocument(lives = Number.POSITIVE_INFINITY, order = asKept): void {
  document = { values: new Map(), lives, order };
}

describe('what is kept in pieces', () => {
  it('and removed by an execution that dies half-way, is gone or whole, never a text with a hole in it', () => {
    // One long text: with a piece out of its middle it would still be JSON.
    const whole = JSON.stringify({ listed: 'x'.repeat(30_000) });
    const turned = (by: number) => (names: string[]) => [...names.slice(by), ...names.slice(0, by)];
    for (const order of [0, 1, 2, 3, 4].map(turned)) {
      for (let lives = 0; lives <= 5; lives++) {
        newDocument(lives, order);
        module.writeJson('run', JSON.parse(whole));
        try {
          module.removeJson('run');
        } catch {
          // The execution is dead; the next one reads.
        }
        expect([whole, 'null'], `after ${lives} deletes`).toContain(JSON.stringify(module.readJson('run')));
      }
    }
  });

  it('comes back as the last that was kept, longer or shorter than the one before', () => {
    const text = fc.string({ maxLength: 4, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.nat(2000)), { minLength: 1, maxLength: 3 }), (values) => {
        newDocument();
        for (const [word, times] of values) {
          module.writeJson('run', { long: word.repeat(times) });
          expect(JSON.stringify(module.readJson('run'))).toBe(JSON.stringify({ long: word.repeat(times) }));
        }
        module.removeJson('run');
        expect(document.values.size).toBe(0);
      }),
    );
  });
});
