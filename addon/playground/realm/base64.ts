// Base64 for bytes as Apps Script counts them: signed, -128 to 127.

export function encodeBase64(bytes: readonly number[]): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (byte(bytes, at) << 16) | (byte(bytes, at + 1) << 8) | byte(bytes, at + 2);
    const text = SHIFTS.map((shift) => ALPHABET.charAt((group >> shift) & 63)).join('');
    const left = bytes.length - at;
    pieces.push(left >= 3 ? text : `${text.slice(0, left + 1)}${left === 1 ? '==' : '='}`);
  }
  return pieces.join('');
}

export function decodeBase64(text: string): number[] {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)];
    if (value === undefined) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((((held >> bits) & 255) << 24) >> 24);
  }
  return bytes;
}

const byte = (bytes: readonly number[], at: number): number => (bytes[at] ?? 0) & 255;
const SHIFTS = [18, 12, 6, 0];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES: (number | undefined)[] = [];
for (let at = 0; at < 64; at++) VALUES[ALPHABET.charCodeAt(at)] = at;
