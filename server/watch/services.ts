// The optional services of a server: the server serves without them, and says of each how it is.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Channels, deliverDue } from '../alerts/deliver.ts';
import { forgetAlerts } from '../alerts/retention.ts';
import type { Log } from '../log.ts';
import { readSettings } from '../settings/settings.ts';
import { sweep } from '../sync/retention.ts';
import { retryAndTell } from './given-up.ts';
import { forgetMetrics } from './metrics.ts';
import { lookAtAll } from './monitor.ts';
import { type Clock, type Job, Service, type ServiceState } from './service.ts';
import { forgetServer, reportServices } from './service-report.ts';

const DELIVER_EVERY_S = 5;
const SWEEP_EVERY_S = 3600;
const REPORT_EVERY_S = 30;
/** What is at work at a stop is given this long. */
const STOP_PATIENCE_MS = 3_000;

/** Those that every server has. */
export const standardJobs = (pool: Pool, channels: Channels): Job[] => [
  {
    name: 'worker',
    everySeconds: async () => (await readSettings(pool)).retryEverySeconds,
    work: async (now) => retryAndTell(pool, await readSettings(pool), now),
  },
  {
    name: 'monitor',
    everySeconds: async () => (await readSettings(pool)).monitorEverySeconds,
    work: async (now) => lookAtAll(pool, await readSettings(pool), now),
  },
  {
    name: 'alerts',
    everySeconds: () => DELIVER_EVERY_S,
    work: (now) => deliverDue(pool, channels, now),
  },
  {
    name: 'retention',
    everySeconds: () => SWEEP_EVERY_S,
    work: async (now) => {
      const settings = await readSettings(pool);
      await sweep(pool, settings, now);
      await forgetMetrics(pool, settings, now);
      await forgetAlerts(pool, settings, now);
    },
  },
];

export class Services {
  readonly #pool: Pool;
  readonly #services: readonly Service[];
  readonly #reporter: Service;
  readonly #id = randomUUID();

  constructor(pool: Pool, jobs: readonly Job[], clock: Clock, log: Log) {
    this.#pool = pool;
    this.#services = jobs.map((job) => new Service(job, clock, log));
    this.#reporter = new Service(this.#report(), clock, log);
  }

  start(): void {
    for (const service of [...this.#services, this.#reporter]) service.start();
  }

  async stop(): Promise<void> {
    const all = Promise.all([...this.#services, this.#reporter].map((service) => service.stop()));
    await Promise.race([all, wait(STOP_PATIENCE_MS, undefined, { ref: false })]);
    await Promise.race([forgetServer(this.#pool, this.#id), wait(STOP_PATIENCE_MS, undefined, { ref: false })]).catch(
      () => undefined,
    );
  }

  states(): Readonly<Record<string, ServiceState>> {
    return Object.fromEntries(this.#services.map((service) => [service.name, service.state()]));
  }

  /** What was down while the database was away counts from when it came back: each then has its time to recover. */
  #report(): Job {
    let reachableSince: Date | null = null;
    const work = async (now: Date) => {
      const floor = reachableSince ?? now;
      reachableSince = null;
      const states = Object.entries(this.states()).map(([name, state]) => [
        name,
        { ...state, since: state.since < floor && state.status === 'degraded' ? floor : state.since },
      ]);
      await reportServices(this.#pool, this.#id, Object.fromEntries(states), now);
      reachableSince = floor;
    };
    return { name: 'report', everySeconds: () => REPORT_EVERY_S, work };
  }
}
