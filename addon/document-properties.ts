// The only file that says PropertiesService. What outlives an execution lives in the document's properties, 9 KB a value at most.
const CHUNK = 8000;

const properties = (): GoogleAppsScript.Properties.Properties => PropertiesService.getDocumentProperties();

export const readProperty = (name: string): string | null => properties().getProperty(name);

export const writeProperty = (name: string, value: string): void => {
  properties().setProperty(name, value);
};

export const removeProperty = (name: string): void => {
  properties().deleteProperty(name);
};

/** Stores plain JSON of any size in chunks, all in one call, so that a killed execution leaves the old state or the new one. */
export function writeJson(name: string, value: unknown): void {
  const text = asciiJson(value);
  const entries: Record<string, string> = { [name]: String(Math.ceil(text.length / CHUNK)) };
  for (let i = 0; i * CHUNK < text.length; i++) entries[`${name}.${i}`] = text.slice(i * CHUNK, (i + 1) * CHUNK);
  properties().setProperties(entries);
}

/** Null where nothing whole is stored. */
export function readJson(name: string): unknown {
  const all = properties().getProperties();
  const count = Number(all[name] ?? 0);
  const chunks = Array.from({ length: count }, (_, i) => all[`${name}.${i}`] ?? '');
  try {
    return count > 0 ? JSON.parse(chunks.join('')) : null;
  } catch {
    return null;
  }
}

export function removeJson(name: string): void {
  const store = properties();
  const isOurs = (key: string) => key === name || /^\.\d+$/.test(key.startsWith(name) ? key.slice(name.length) : '');
  for (const key of store.getKeys().filter(isOurs)) store.deleteProperty(key);
}

/** The limit counts bytes; escaped, every character is one byte and no chunk can pass it. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^\u0020-\u007e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
