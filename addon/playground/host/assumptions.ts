// Every limit and cost of Apps Script that the local host goes by, and where each comes from.

interface Assumption {
  readonly value: number;
  readonly what: string;
  /** `chosen`: a plausible figure, so that virtual time passes at all. */
  readonly source: 'documentation' | 'measured' | 'memory' | 'chosen';
}

const table = {
  executionMs: { value: 360_000, what: 'an execution is killed, without finally', source: 'documentation' },
  wallMs: { value: 360_000, what: 'the same limit on the real clock of this machine', source: 'chosen' },
  concurrentRuns: { value: 10, what: 'google.script.run calls at once; the next one waits', source: 'documentation' },
  propertyBytes: { value: 9 * 1024, what: 'one property value', source: 'documentation' },
  propertyStoreBytes: { value: 500 * 1024, what: 'all values of one property store', source: 'documentation' },
  cacheKeyChars: { value: 250, what: 'a cache key', source: 'documentation' },
  cacheValueBytes: { value: 100 * 1024, what: 'a cache value', source: 'documentation' },
  cacheDefaultSeconds: { value: 600, what: 'how long a cache value lives unless told', source: 'documentation' },
  cacheMaxSeconds: { value: 21_600, what: 'how long a cache value may live', source: 'documentation' },
  fetchUrlChars: { value: 2_082, what: 'a URL', source: 'documentation' },
  fetchBytes: { value: 50 * 1024 * 1024, what: 'the body of a request, and of a response', source: 'documentation' },
  fetchTimeoutMs: { value: 60_000, what: 'a fetch gives up', source: 'memory' },
  cellChars: { value: 50_000, what: 'the text of one cell', source: 'memory' },
  callCostMs: { value: 20, what: 'virtual time of any service call', source: 'chosen' },
  cellCostMicros: { value: 10, what: 'virtual time of a cell read or written', source: 'chosen' },
  fetchCostMs: { value: 100, what: 'virtual time of a fetch beside its real time', source: 'chosen' },
} as const satisfies Record<string, Assumption>;

export type Assumptions = { readonly [id in keyof typeof table]: number };

/** The table's figures, with those of a test in their place. */
export function assume(overrides: Partial<Assumptions> = {}): Assumptions {
  const figures = Object.fromEntries(Object.entries(table).map(([id, { value }]) => [id, value])) as Assumptions;
  return { ...figures, ...overrides };
}
