// Texts in both languages: the look before a sync, and what is held until a person says yes or no.

export const CHECK_TEXTS = {} as const;
