// Who is at the sheet: the only file that says Session.
import type { Person } from './saved-run.ts';

export const personAt = (session: string): Person => ({ email: personEmail(), id: personId(), session });

/** Null where Google does not tell. */
export function personEmail(): string | null {
  try {
    return Session.getActiveUser().getEmail() || null;
  } catch {
    return null;
  }
}

/** A key that says nothing of the person; Google changes it every 30 days. */
function personId(): string {
  try {
    return Session.getTemporaryActiveUserKey();
  } catch {
    return personEmail() ?? '';
  }
}

/** `en`, `ja`, `pt-BR`: the language of the person's Google account. */
export function personLocale(): string {
  try {
    return Session.getActiveUserLocale();
  } catch {
    return 'en';
  }
}
