// Headings as people mean them: what differs only in form is the same heading.

/** Full width, line breaks and doubled spaces mean nothing in a heading; the server takes it alike. */
export const plainHeading = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

export const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
