// Text a person typed into a column that is not text: full-width forms made plain, so １２３ reads as 123.

/**
 * Trimmed, with full-width ASCII, ￥ and ￡ narrowed. A part of NFKC on purpose: the whole of it would read 10² as 102
 * and ⑤ as 5.
 */
export function plainText(text: string): string {
  const trimmed = text.trim();
  return NOT_ASCII.test(trimmed) ? trimmed.replace(WIDE, narrow) : trimmed;
}

function narrow(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0xffe5) return '¥';
  if (code === 0xffe1) return '£';
  return code === 0x3000 || code === 0xa0 ? ' ' : String.fromCharCode(code - 0xfee0);
}

const NOT_ASCII = /[^ -~]/;
const WIDE = /[\uff01-\uff5e\uffe1\uffe5\u3000\u00a0]/g;
