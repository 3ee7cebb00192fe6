// One execution at a time works on a document's run; the lock is never held between two calls.

/** Null when another execution holds the lock for longer than `waitMs`. A document may have no lock at all: then the server's lease guards alone. */
export function withDocumentLock<T>(waitMs: number, work: () => T): T | null {
  const lock = LockService.getDocumentLock() as GoogleAppsScript.Lock.Lock | null;
  if (lock === null) return work();
  if (!lock.tryLock(waitMs)) return null;
  try {
    return work();
  } finally {
    lock.releaseLock();
  }
}
