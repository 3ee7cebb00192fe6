// Each tab's key for the server, in the document's properties: one tab's key opens no other.
import { propertyNames, readProperty, removeProperty, writeProperty } from './document-properties.ts';

/** Of documents connected before tabs had keys of their own; it belongs to the tab that the server takes it for. */
const OF_DOCUMENT = 'rollcall.key';
const OF_TAB = 'rollcall.key.';
const FILE = 'rollcall.file';

/** Null while none is stored. */
export const keyOf = (gid: number): string | null => readProperty(OF_TAB + gid) || readProperty(OF_DOCUMENT) || null;

/** Any at all, for what concerns no tab. */
export const anyKey = (): string | null =>
  readProperty(OF_DOCUMENT) || tabsWithKey().map((gid) => readProperty(OF_TAB + gid))[0] || null;

export function saveKey(gid: number, key: string, spreadsheetId: string): void {
  writeProperty(OF_TAB + gid, key.trim());
  writeProperty(FILE, spreadsheetId);
}

export function dropKey(gid: number): void {
  if (readProperty(OF_TAB + gid) === null) removeProperty(OF_DOCUMENT);
  else removeProperty(OF_TAB + gid);
}

export const hasOwnKey = (gid: number): boolean => Boolean(readProperty(OF_TAB + gid));

/** The server took the document's key for this tab: from now on it is the tab's own. */
export function adoptKey(gid: number, spreadsheetId: string): void {
  const key = readProperty(OF_DOCUMENT);
  if (hasOwnKey(gid) || !key) return;
  saveKey(gid, key, spreadsheetId);
  removeProperty(OF_DOCUMENT);
}

export const tabsWithKey = (): number[] =>
  propertyNames()
    .filter((name) => name.startsWith(OF_TAB))
    .map((name) => Number(name.slice(OF_TAB.length)))
    .filter((gid) => Number.isInteger(gid) && hasOwnKey(gid));

/** The keys were saved in another file: this one is its copy. */
export function isCopied(spreadsheetId: string): boolean {
  const file = readProperty(FILE);
  return file !== null && file !== spreadsheetId;
}

/** Keys, agreements, unfinished runs and the hourly sync's switch: in a copied file they all speak of another. */
export function forgetAll(): void {
  for (const name of propertyNames()) if (name.startsWith('rollcall.')) removeProperty(name);
}
