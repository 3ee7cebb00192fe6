// A time that the clocks skipped reaches a script an hour later; what the cell shows says which of the two stands in it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownWall } from '../../shared/shown-wall.ts';
import { lenientInstant, skippedWall, utcToWall, wallToUtc } from '../../shared/time-zone.ts';
import { ZONES } from './zones.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const text = (wallMs: number | null): string | null =>
  wallMs === null ? null : new Date(wallMs).toISOString().slice(0, 19);

describe('a skipped wall clock', () => {
  test.each([
    ['America/New_York', '2024-03-10T02:30:00', '2024-03-10T03:30:00'],
    ['America/St_Johns', '2024-03-10T02:00:00', '2024-03-10T03:00:00'],
    ['America/Sao_Paulo', '2018-11-04T00:00:00', '2018-11-04T01:00:00'],
    ['Australia/Lord_Howe', '2024-10-06T02:15:00', '2024-10-06T02:45:00'],
    ['Pacific/Apia', '2011-12-30T00:00:00', '2011-12-31T00:00:00'],
    ['Pacific/Apia', '2011-12-30T23:59:59', '2011-12-31T23:59:59'],
  ])('of %s, %s, is read as %s and found again', (zone, skipped, later) => {
    const instant = lenientInstant(utc(skipped), zone);
    expect(text(utcToWall(instant, zone))).toBe(later);
    expect(text(skippedWall(instant, utcToWall(instant, zone), zone))).toBe(skipped);
  });

  test.each([
    ['America/New_York', '2024-03-10T01:59:59'],
    ['America/New_York', '2024-03-10T04:00:00'],
    ['America/New_York', '2024-11-03T01:30:00'],
    ['Pacific/Apia', '2012-01-01T00:00:00'],
    ['Asia/Tokyo', '2024-03-10T02:30:00'],
  ])('is not what %s at %s stands for', (zone, wallText) => {
    const instant = lenientInstant(utc(wallText), zone);
    expect(skippedWall(instant, utcToWall(instant, zone), zone)).toBeNull();
  });

  test('is named for no instant but those it is read as, in any zone', () => {
    const instant = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (at, zone) => {
        const skipped = skippedWall(at, utcToWall(at, zone), zone);
        if (skipped === null) return;
        expect(wallToUtc(skipped, zone)).toBeNull();
        expect(lenientInstant(skipped, zone)).toBe(at);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['2024-03-10T03:30:00', '2024-03-10T02:30:00', '2024-03-10 2:30:00', 'yyyy-mm-dd h:mm:ss', 'skipped'],
  ['2024-03-10T03:30:00', '2024-03-10T02:30:00', '2024-03-10 3:30:00', 'yyyy-mm-dd h:mm:ss', 'wall'],
  [
    '2024-03-10T03:30:00',
    '2024-03-10T02:30:00',
    '2024年3月10日 午前2時30分',
    'yyyy"年"m"月"d"日" h"時"mm"分"',
    'skipped',
  ],
  ['2024-03-10T03:30:00', '2024-03-10T02:30:00', '02:30 AM', 'hh:mm am/pm', 'skipped'],
  ['2024-03-10T03:03:00', '2024-03-10T02:03:00', '3/10/2024 3:03', 'm/d/yyyy h:mm', 'wall'],
  ['2024-03-10T03:03:00', '2024-03-10T02:03:00', '3/10/2024 2:03', 'm/d/yyyy h:mm', 'skipped'],
  ['2018-11-04T01:30:00', '2018-11-04T00:30:00', '11/4/2018 12:30 AM', 'm/d/yyyy h:mm am/pm', 'skipped'],
  ['2018-11-04T01:00:00', '2018-11-04T00:00:00', '2018-11-04', 'yyyy-mm-dd', 'skipped'],
  ['2018-11-04T01:20:00', '2018-11-04T00:20:00', '2018-11-04', 'yyyy-mm-dd', 'wall'],
  ['2024-10-06T02:45:00', '2024-10-06T02:15:00', '2024-10-06 2:15', 'yyyy-mm-dd h:mm', 'skipped'],
  ['2011-12-31T00:00:00', '2011-12-30T00:00:00', '2011/12/30', 'yyyy/mm/dd', 'skipped'],
  ['2011-12-31T00:00:00', '2011-12-30T00:00:00', '2011/12/31', 'yyyy/mm/dd', 'wall'],
  ['2011-12-31T09:05:00', '2011-12-30T09:05:00', '2011/12/31 9:05', 'yyyy/mm/dd h:mm', 'wall'],
  ['2011-12-31T09:05:00', '2011-12-30T09:05:00', '2011/12/30 9:05', 'yyyy/mm/dd h:mm', 'skipped'],
  ['2011-12-31T00:00:00', '2011-12-30T00:00:00', '平成23年12月30日', 'ggge"年"m"月"d"日"', 'skipped'],
  ['2024-03-10T03:00:00', '2024-03-10T02:00:00', '2024-03-10 02:00:00', '', 'skipped'],
])(
  'of %s and %s, a cell that shows %s by %s holds the one that is %s',
  (wallText, skippedText, display, format, which) => {
    const [wall, skipped] = [utc(wallText), utc(skippedText)];
    expect(shownWall(wall, skipped, display, format)).toBe(which === 'wall' ? wall : skipped);
  },
);
