// The only file that says PropertiesService. What outlives an execution lives in the document's properties, 9 KB a value at most.
const CHUNK = 8000;
/** Of the 500 KB of a document's properties; the rest is for other tabs, and for what else is kept. */
const MOST = 320_000;

type Properties = GoogleAppsScript.Properties.Properties;

/** The type package promises them; an execution without a document (a clock's trigger, at times) has none. */
const properties = (): Properties | null => PropertiesService.getDocumentProperties() as Properties | null;

export const hasDocument = (): boolean => properties() !== null;

export const readProperty = (name: string): string | null => properties()?.getProperty(name) ?? null;

export const writeProperty = (name: string, value: string): void => {
  properties()?.setProperty(name, value);
};

export const removeProperty = (name: string): void => {
  properties()?.deleteProperty(name);
};

export const propertyNames = (): readonly string[] => properties()?.getKeys() ?? [];

/** Of the person who runs the script, whatever the document. */
export const readMine = (name: string): string | null => PropertiesService.getUserProperties().getProperty(name);
export const writeMine = (name: string, value: string): void => {
  PropertiesService.getUserProperties().setProperty(name, value);
};
export const removeMine = (name: string): void => {
  PropertiesService.getUserProperties().deleteProperty(name);
};

/**
 * Stores plain JSON in chunks, all in one call, so that a killed execution leaves the old state or the new one. False where it
 * is too much to be kept; then nothing was written.
 */
export function writeJson(name: string, value: unknown, most = MOST): boolean {
  const text = asciiJson(value);
  if (text.length > most) return false;
  const entries: Record<string, string> = { [name]: String(Math.ceil(text.length / CHUNK)) };
  for (let i = 0; i * CHUNK < text.length; i++) entries[`${name}.${i}`] = text.slice(i * CHUNK, (i + 1) * CHUNK);
  properties()?.setProperties(entries);
  return true;
}

/** Null where nothing whole is stored. */
export function readJson(name: string): unknown {
  const all = properties()?.getProperties() ?? {};
  const count = Number(all[name] ?? 0);
  const chunks = Array.from({ length: count }, (_, i) => all[`${name}.${i}`] ?? '');
  try {
    return count > 0 ? JSON.parse(chunks.join('')) : null;
  } catch {
    return null;
  }
}

/** How many pieces there are goes first, being the shortest name: killed half-way, it leaves pieces that nobody reads, and no hole between two. */
export function removeJson(name: string): void {
  const store = properties();
  const isOurs = (key: string) => key === name || /^\.\d+$/.test(key.startsWith(name) ? key.slice(name.length) : '');
  for (const key of (store?.getKeys().filter(isOurs) ?? []).sort()) store?.deleteProperty(key);
}

/** The limit counts bytes; escaped, every character is one byte and no chunk can pass it. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^\u0020-\u007e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
