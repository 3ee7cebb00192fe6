// Wall clock and UTC, there and back, to the second.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTimeZone, utcToWall, wallToUtc } from '../../shared/time-zone.ts';
import { ZONES } from './zones.ts';

const zone = fc.constantFrom(...ZONES);
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(1880, 0, 1), max: Date.UTC(2040, 0, 1) }),
  fc.integer({ min: -62_135_596_800_000, max: 253_402_214_400_000 }),
);

function utc(text: string): number {
  return Date.parse(`${text}Z`);
}

test.each([
  ['2024-04-01T09:00:00', 'Asia/Tokyo', '2024-04-01T00:00:00'],
  ['1887-12-31T00:00:00', 'Asia/Tokyo', '1887-12-30T14:41:01'],
  ['1899-12-30T09:00:00', 'Africa/Monrovia', '1899-12-30T09:43:08'],
  ['2024-11-03T01:30:00', 'America/New_York', '2024-11-03T05:30:00'],
  ['2024-11-03T02:00:00', 'America/New_York', '2024-11-03T07:00:00'],
  ['2024-03-10T03:00:00', 'America/New_York', '2024-03-10T07:00:00'],
  ['2024-04-07T01:45:00', 'Australia/Lord_Howe', '2024-04-06T14:45:00'],
  ['0001-01-01T00:00:00', 'UTC', '0001-01-01T00:00:00'],
])('%s in %s is %s', (wallText, name, utcText) => {
  expect(wallToUtc(utc(wallText), name)).toBe(utc(utcText));
});

test.each([
  ['2024-03-10T02:00:00', 'America/New_York'],
  ['2024-03-10T02:59:59.999', 'America/New_York'],
  ['2011-12-30T12:00:00', 'Pacific/Apia'],
  ['2024-10-06T02:15:00', 'Australia/Lord_Howe'],
])('%s does not exist in %s', (wallText, name) => {
  expect(wallToUtc(utc(wallText), name)).toBeNull();
});

test('an instant comes back as itself, or as the earlier one with the same wall clock', () => {
  fc.assert(
    fc.property(instant, zone, (at, name) => {
      const wallMs = utcToWall(at, name);
      const back = wallToUtc(wallMs, name);
      expect(back).not.toBeNull();
      expect(back).toBeLessThanOrEqual(at);
      expect(utcToWall(back ?? 0, name)).toBe(wallMs);
    }),
    { numRuns: 1000 },
  );
});

test('a wall clock that exists is what the zone shows at its instant', () => {
  fc.assert(
    fc.property(instant, zone, (wallMs, name) => {
      const at = wallToUtc(wallMs, name);
      if (at !== null) expect(utcToWall(at, name)).toBe(wallMs);
    }),
    { numRuns: 1000 },
  );
});

test('the wall clock is the one Intl shows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 41 }), zone, (at, name) => {
      const seconds = Math.floor(at / 1000) * 1000;
      const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' });
      expect(new Date(utcToWall(seconds, name)).toISOString().slice(0, 19)).toBe(
        shown.format(seconds).replace(' ', 'T'),
      );
    }),
    { numRuns: 300 },
  );
});

test('a change of the clocks is met to the millisecond', () => {
  const change = Date.UTC(2024, 2, 10, 7);
  expect([change - 1, change].map((at) => utcToWall(at, 'America/New_York') - at)).toEqual([-5 * 36e5, -4 * 36e5]);
});

test('a zone is known by its name', () => {
  expect(['Asia/Tokyo', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  expect(() => wallToUtc(0, 'Mars/Olympus')).toThrow(RangeError);
  expect(() => utcToWall(0, '')).toThrow(RangeError);
});
