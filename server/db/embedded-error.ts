// What went wrong with the embedded database, in one sentence that says what to do.

export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';
}
