// How this document reaches the server: by the key of the tab, and what a person reads of where the data goes.
import type { Send } from './api.ts';
import { serverUrl } from './build-constants.ts';
import { personLocale } from './person.ts';
import { serverClient } from './server-client.ts';
import { keyOf } from './tab-keys.ts';

/** Null while the tab has no key. */
export function connect(gid: number): Send | null {
  const key = keyOf(gid);
  return key === null ? null : serverClient({ url: serverUrl, key, locale: personLocale() });
}

/** The try-out's add-on is built for a host that cannot exist; its calls end on this machine. */
export const isTryOut = /^https:\/\/[^/]+\.invalid\//.test(serverUrl);

/** The server's own page; null in the try-out, whose server has no address that a page at Google could open. */
export const dataLink = (): string | null => (isTryOut ? null : serverUrl);

/** The host that the data goes to, as a person reads it. */
export const serverName = (): string =>
  isTryOut ? 'localhost' : serverUrl.replace(/^https:\/\//, '').replace(/\/.*$/, '');
