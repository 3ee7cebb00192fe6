// The address of a buyer's page. A full stop alone is no part of a path, so that key goes as a parameter.

export const buyerPath = (sheetId: string, key: string): string =>
  /^\.{1,2}$/.test(key)
    ? `/sheets/${sheetId}/buyers?${new URLSearchParams({ key })}`
    : `/sheets/${sheetId}/buyers/${encodeURIComponent(key)}`;
