// One property store: text by name, within Apps Script's limits.
import type { Assumptions } from './assumptions.ts';
import { ServiceError } from './service-error.ts';

export class PropertyStore {
  readonly #values = new Map<string, string>();
  readonly #assume: Assumptions;

  constructor(assume: Assumptions) {
    this.#assume = assume;
  }

  get(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  /** All or none: a value too large leaves everything as it was. */
  set(values: Readonly<Record<string, string>>, deleteAllOthers = false): void {
    const next = new Map([...(deleteAllOthers ? [] : this.#values), ...Object.entries(values)]);
    for (const value of Object.values(values)) {
      if (Buffer.byteLength(value) > this.#assume.propertyBytes) throw new ServiceError('Argument too large: value');
    }
    if (size(next) > this.#assume.propertyStoreBytes) {
      throw new ServiceError(
        'You have exceeded the property storage quota. Please remove some properties and try again.',
      );
    }
    this.#values.clear();
    for (const [key, value] of next) this.#values.set(key, value);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}

const size = (values: ReadonlyMap<string, string>): number =>
  [...values].reduce((bytes, [key, value]) => bytes + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
