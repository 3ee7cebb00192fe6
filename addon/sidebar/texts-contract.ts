// Texts in both languages: which row holds the headings, and which heading means which column.

export const CONTRACT_TEXTS = {} as const;
