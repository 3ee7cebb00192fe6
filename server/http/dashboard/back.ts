// Where a person goes after an action or the log-in: a page of the dashboard and nowhere else.

/** The path within the dashboard that a form names; its front page where it names none. */
export const goesBack = (sent: string | undefined): string =>
  sent !== undefined && sent.length <= 2000 && INSIDE.test(sent) && !sent.includes('/..') ? sent : '';

/** Begins with one slash or a question mark; no control character, no backslash. */
const INSIDE = /^(?:\/[\w%~.-][^\\\p{Cc}]*|\?[^\\\p{Cc}]*)$/u;
