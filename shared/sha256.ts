// SHA-256 (FIPS 180-4) of a text's UTF-8, for a host that has no crypto and no TextEncoder. Buffers are kept between calls.

/** The first `digits` (a multiple of 8, all 64 by default) hex digits; half a surrogate pair counts as U+FFFD. */
export function sha256Hex(text: string, digits = 64): string {
  const length = pad(writeUtf8(text));
  state.set(INITIAL);
  for (let at = 0; at < length; at += 64) compress(at);
  let hex = '';
  for (let word = 0; word < digits / 8; word++) hex += wordHex(state[word] ?? 0);
  return hex;
}

let bytes = new Uint8Array(4096);
const state = new Int32Array(8);
const schedule = new Int32Array(64);

function writeUtf8(text: string): number {
  // Three bytes a code unit at most, and up to 72 of padding.
  const most = text.length * 3 + 72;
  if (bytes.length < most) bytes = new Uint8Array(most * 2);
  const out = bytes;
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (code < 0x80) {
      out[end++] = code;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(at + 1);
      const isPair = code <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
      if (isPair) at++;
      code = isPair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
    }
    end = writeWide(out, end, code);
  }
  return end;
}

function writeWide(out: Uint8Array, start: number, code: number): number {
  let end = start;
  if (code < 0x800) {
    out[end++] = 0xc0 | (code >> 6);
  } else {
    if (code < 0x10000) {
      out[end++] = 0xe0 | (code >> 12);
    } else {
      out[end++] = 0xf0 | (code >> 18);
      out[end++] = 0x80 | ((code >> 12) & 0x3f);
    }
    out[end++] = 0x80 | ((code >> 6) & 0x3f);
  }
  out[end++] = 0x80 | (code & 0x3f);
  return end;
}

/** Appends the one bit, zeros and the length in bits; returns the length in bytes, a multiple of 64. */
function pad(length: number): number {
  const total = (length + 72) & ~63;
  bytes.fill(0, length, total);
  bytes[length] = 0x80;
  writeWord(total - 8, Math.floor(length / 0x20000000));
  writeWord(total - 4, length << 3);
  return total;
}

function writeWord(at: number, word: number): void {
  for (let byte = 0; byte < 4; byte++) bytes[at + byte] = word >>> (24 - 8 * byte);
}

function compress(start: number): void {
  expand(start);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let round = 0; round < 64; round++) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + (ROUND[round] ?? 0) + (schedule[round] ?? 0)) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  add(0, a);
  add(1, b);
  add(2, c);
  add(3, d);
  add(4, e);
  add(5, f);
  add(6, g);
  add(7, h);
}

function expand(start: number): void {
  const [input, words] = [bytes, schedule];
  for (let word = 0, at = start; word < 16; word++, at += 4) {
    const high = ((input[at] ?? 0) << 24) | ((input[at + 1] ?? 0) << 16);
    words[word] = high | ((input[at + 2] ?? 0) << 8) | (input[at + 3] ?? 0);
  }
  for (let word = 16; word < 64; word++) {
    const near = words[word - 2] ?? 0;
    const far = words[word - 15] ?? 0;
    const sigma1 = ((near >>> 17) | (near << 15)) ^ ((near >>> 19) | (near << 13)) ^ (near >>> 10);
    const sigma0 = ((far >>> 7) | (far << 25)) ^ ((far >>> 18) | (far << 14)) ^ (far >>> 3);
    words[word] = (sigma1 + (words[word - 7] ?? 0) + sigma0 + (words[word - 16] ?? 0)) | 0;
  }
}

function add(word: number, amount: number): void {
  state[word] = (state[word] ?? 0) + amount;
}

function wordHex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

const INITIAL = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const ROUND = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
