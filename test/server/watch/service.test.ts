// A service over hours of a virtual clock: its interval, its failures, its pauses, what it says of itself, and its end.
import { expect, test } from 'vitest';
import { Problem } from '../../../server/problem.ts';
import { type Job, Service } from '../../../server/watch/service.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = new Date('2026-11-25T00:00:00Z');

function world(job: Partial<Job> & Pick<Job, 'work'>) {
  const clock = virtualClock(START);
  const logged: string[] = [];
  const log = (_level: string, event: string, fields: object = {}) => logged.push(`${event} ${JSON.stringify(fields)}`);
  const service = new Service({ name: 'worker', everySeconds: () => 60, ...job }, clock, log);
  return { clock, logged, service };
}

const seconds = (at: Date) => (at.getTime() - START.getTime()) / 1000;

test('it works at once, then at its interval', async () => {
  const at: number[] = [];
  const { clock, service } = world({ work: async (now) => at.push(seconds(now)) });
  service.start();
  await clock.advance(200_000);
  expect(at).toEqual([0, 60, 120, 180]);
  expect(service.state()).toMatchObject({ status: 'healthy', error: null, lastCheck: '2026-11-25T00:03:00.000Z' });
  await service.stop();
  await clock.advance(200_000);
  expect(at.length).toBe(4);
});

test('a change of its interval counts within 15 seconds, a shorter and a longer one', async () => {
  const at: number[] = [];
  let every = 3600;
  const { clock, service } = world({ everySeconds: () => every, work: async (now) => at.push(seconds(now)) });
  service.start();
  await clock.advance(100_000);
  every = 20;
  await clock.advance(50_000);
  expect(at).toEqual([0, 105, 125, 145]);
  every = 3600;
  await clock.advance(3_590_000);
  expect(at.length).toBe(4);
  // A long pause is no piece of work that hangs.
  expect(service.state().status).toBe('healthy');
  await service.stop();
});

test('a service whose work throws is degraded and tried again in 1, 2, 4 … 60 seconds; when it works it is well again', async () => {
  const at: number[] = [];
  let isBroken = true;
  const { clock, logged, service } = world({
    work: async (now) => {
      at.push(seconds(now));
      if (isBroken) throw new Error('the row of 山田太郎');
    },
  });
  service.start();
  await clock.advance(200_000);
  expect(at).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
  expect(service.state()).toMatchObject({
    status: 'degraded',
    error: expect.stringContaining('service_degraded'),
    code: 'internal',
    since: START,
  });
  isBroken = false;
  await clock.advance(60_000);
  expect(at).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  expect(service.state()).toMatchObject({ status: 'healthy', error: null, since: new Date(START.getTime() + 243_000) });
  // Once when it began and once when it ended, and nothing of what the error said.
  expect(logged.map((line) => line.split(' ')[0])).toEqual(['service_degraded', 'service_recovered']);
  expect(logged.join()).not.toContain('山田');
  await service.stop();
});

test.each([
  [Object.assign(new Error('x'), { code: '57P01' }), 'the database cannot be reached, or did not answer in time'],
  [
    Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    'the database cannot be reached, or did not answer in time',
  ],
  [
    new Problem('no_database', { message: 'Postgres 15 or later is needed' }),
    'No database: Postgres 15 or later is needed',
  ],
  [new Error('secret'), 'it failed for a reason that is not known'],
  ['no error at all', 'it failed for a reason that is not known'],
])('why it is degraded is said in words of our own: %s', async (error, words) => {
  const { clock, service } = world({
    work: async () => {
      throw error;
    },
  });
  service.start();
  await clock.advance(0);
  expect(service.state().error).toContain(words);
  await service.stop();
});

test('an interval that cannot be read is a failure like any other', async () => {
  let isBroken = true;
  let works = 0;
  const everySeconds = () => {
    if (isBroken) throw new Error('x');
    return 60;
  };
  const { clock, service } = world({ everySeconds, work: async () => ++works });
  service.start();
  await clock.advance(500);
  expect(service.state().status).toBe('degraded');
  isBroken = false;
  await clock.advance(1000);
  expect([service.state().status, works]).toEqual(['healthy', 2]);
  await service.stop();
});

test('work that does not come to its end degrades it after ten minutes', async () => {
  const { clock, service } = world({ work: () => new Promise(() => undefined) });
  service.start();
  await clock.advance(599_999);
  expect(service.state().status).toBe('healthy');
  await clock.advance(1);
  expect(service.state()).toMatchObject({ status: 'degraded', code: 'takes_long', since: START });
});
