// Texts in both languages: why values differ, and putting them right on either side.

export const REPAIR_TEXTS = {} as const;
