// What a target gets within an hour: never more than its share, nothing lost, and what is too much comes as one message.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { share, type WaitingMessage } from '../../../server/alerts/hourly-share.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const due = (id: string): WaitingMessage => ({ id, gathered: false, isDue: true });
const gathered = (isDue: boolean): WaitingMessage => ({ id: 'G', gathered: true, isDue });

describe('the share of an hour', () => {
  test.each([
    ['what fits goes out as it is', [due('1'), due('2')], [], 2, { send: ['1', '2'], gather: null }],
    [
      'the rest is gathered until the hour is over',
      [due('1'), due('2'), due('3')],
      [],
      1,
      { send: ['1'], gather: { into: '2', from: ['3'], at: minutesAgo(-60) } },
    ],
    [
      'the hour begins with its first message',
      [due('1')],
      [50, 10],
      2,
      { send: [], gather: { into: '1', from: [], at: minutesAgo(-10) } },
    ],
    [
      'a gathered message takes along what comes while it waits',
      [gathered(false), due('1')],
      [50],
      1,
      { send: [], gather: { into: 'G', from: ['1'], at: minutesAgo(-10) } },
    ],
    [
      'a gathered message takes along what is due when it goes out',
      [gathered(true), due('1')],
      [50],
      2,
      { send: ['G'], gather: { into: 'G', from: ['1'], at: NOW } },
    ],
    [
      'with a lower limit since, it waits on',
      [gathered(true)],
      [50, 40, 10],
      2,
      { send: [], gather: { into: 'G', from: [], at: minutesAgo(-20) } },
    ],
    ['nothing due, nothing to do', [gathered(false)], [50], 1, { send: [], gather: null }],
  ])('%s', (_, waiting, begun, perHour, expected) => {
    expect(share(waiting, begun.map(minutesAgo), perHour, NOW)).toEqual(expected);
  });

  test('in any hour a target gets no more messages than its share, each event once and in order, and none waits for ever', () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 5 }), (pauses, perHour) => {
        const target = new Target(perHour);
        let minute = 0;
        for (const [number, pause] of pauses.entries()) {
          minute += pause;
          target.passTo(minute);
          target.arrives(number);
        }
        target.passTo(minute + 61 * pauses.length);
        expect(target.waiting).toEqual([]);
        expect(target.sent.flatMap(({ events }) => events)).toEqual(pauses.map((_, number) => number));
        for (const { at } of target.sent)
          expect(target.sent.filter((other) => other.at > at - 60 && other.at <= at).length).toBeLessThanOrEqual(
            perHour,
          );
      }),
      { numRuns: 500 },
    );
  });
});

/** One target over the minutes, as the table of deliveries would have it; looked at every minute. */
class Target {
  readonly sent: { at: number; events: number[] }[] = [];
  waiting: { id: string; events: number[]; gathered: boolean; at: number }[] = [];
  readonly #perHour: number;
  #minute = 0;

  constructor(perHour: number) {
    this.#perHour = perHour;
  }

  arrives(number: number): void {
    this.waiting.push({ id: `m${number}`, events: [number], gathered: false, at: this.#minute });
  }

  passTo(minute: number): void {
    for (; this.#minute < minute; this.#minute++) this.#look();
  }

  #look(): void {
    const minute = this.#minute;
    const time = (at: number) => new Date(at * 60_000);
    const begun = this.sent.filter(({ at }) => at > minute - 60).map(({ at }) => time(at));
    const seen = this.waiting.map(({ id, gathered, at }) => ({ id, gathered, isDue: at <= minute }));
    const { send, gather } = share(seen, begun, this.#perHour, time(minute));
    if (gather !== null) {
      const parts = [gather.into, ...gather.from];
      const events = this.waiting.filter(({ id }) => parts.includes(id)).flatMap((message) => message.events);
      const one = { id: gather.into, events, gathered: true, at: gather.at.getTime() / 60_000 };
      this.waiting = this.waiting
        .filter(({ id }) => !gather.from.includes(id))
        .map((w) => (w.id === gather.into ? one : w));
    }
    for (const { id, events } of this.waiting) if (send.includes(id)) this.sent.push({ at: minute, events });
    this.waiting = this.waiting.filter(({ id }) => !send.includes(id));
  }
}
