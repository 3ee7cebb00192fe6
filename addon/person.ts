// Who is at the sheet: the only file that says Session.

/** Null where Google does not tell: another domain, or no consent to the address. */
export function personEmail(): string | null {
  try {
    return Session.getActiveUser().getEmail() || null;
  } catch {
    return null;
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
