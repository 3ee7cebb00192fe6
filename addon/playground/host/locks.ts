// Locks that are real across executions: one holder each, the rest wait in line, and an execution that ends lets go of all it held.

interface Waiter {
  readonly owner: number;
  readonly give: (got: boolean) => void;
}

interface Lock {
  owner: number | null;
  waiters: Waiter[];
}

export class Locks {
  readonly #locks = new Map<string, Lock>();

  /** False when the lock was not free within `waitMs` of real time. */
  acquire(name: string, owner: number, waitMs: number): Promise<boolean> {
    const lock = this.#lock(name);
    if (lock.owner === null || lock.owner === owner) {
      lock.owner = owner;
      return Promise.resolve(true);
    }
    if (waitMs <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        lock.waiters = lock.waiters.filter((other) => other !== waiter);
        resolve(false);
      }, waitMs);
      const waiter: Waiter = {
        owner,
        give: (got) => {
          clearTimeout(timer);
          resolve(got);
        },
      };
      lock.waiters.push(waiter);
    });
  }

  isHeld(name: string, owner: number): boolean {
    return this.#lock(name).owner === owner;
  }

  release(name: string, owner: number): void {
    const lock = this.#lock(name);
    if (lock.owner !== owner) return;
    const next = lock.waiters.shift();
    lock.owner = next?.owner ?? null;
    next?.give(true);
  }

  /** For an execution that ended or was killed. */
  releaseAll(owner: number): void {
    for (const [name, lock] of this.#locks) {
      const gone = lock.waiters.filter((waiter) => waiter.owner === owner);
      lock.waiters = lock.waiters.filter((waiter) => waiter.owner !== owner);
      for (const waiter of gone) waiter.give(false);
      this.release(name, owner);
    }
  }

  #lock(name: string): Lock {
    const lock = this.#locks.get(name) ?? { owner: null, waiters: [] };
    this.#locks.set(name, lock);
    return lock;
  }
}
