// One cache: text that expires, within Apps Script's limits.
import type { Assumptions } from './assumptions.ts';
import { ServiceError } from './service-error.ts';

export class CacheStore {
  readonly #values = new Map<string, { readonly text: string; readonly until: number }>();
  readonly #assume: Assumptions;
  readonly #now: () => number;

  constructor(assume: Assumptions, now: () => number) {
    this.#assume = assume;
    this.#now = now;
  }

  getAll(keys: readonly string[]): Record<string, string> {
    const found: Record<string, string> = {};
    if (!this.#assume.cacheAnswers) return found;
    for (const key of keys) {
      const entry = this.#values.get(key);
      if (entry !== undefined && entry.until > this.#now()) found[key] = entry.text;
    }
    return found;
  }

  put(key: string, text: string, seconds: number | null): void {
    if (key.length > this.#assume.cacheKeyChars) throw new ServiceError('Argument too large: key');
    if (Buffer.byteLength(text) > this.#assume.cacheValueBytes) throw new ServiceError('Argument too large: value');
    const lives = Math.min(seconds ?? this.#assume.cacheDefaultSeconds, this.#assume.cacheMaxSeconds);
    this.#values.set(key, { text, until: this.#now() + lives * 1000 });
    if (this.#values.size > this.#assume.cacheItems) this.#evict();
  }

  /** What is farthest from its end stays. */
  #evict(): void {
    const kept = [...this.#values].sort(([, a], [, b]) => b.until - a.until).slice(0, this.#assume.cacheItemsKept);
    this.#values.clear();
    for (const [key, value] of kept) this.#values.set(key, value);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}
