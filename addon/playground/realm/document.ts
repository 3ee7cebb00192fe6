// Whether a document is open in this execution: a trigger may have none, and then nothing that belongs to one.

let isOpen = true;

export function openDocument(hasDocument: boolean): void {
  isOpen = hasDocument;
}

/** The type package promises one; outside a document there is none. */
export const inDocument = <T>(make: () => T): T => (isOpen ? make() : (null as unknown as T));
