// Threads made ready ahead of time, each for one execution: its realm is fresh, its bundle loaded.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { roomFor } from './heap-watch.ts';
import type { ThreadScripts } from './thread-scripts.ts';
import type { FromWorker, WorkerSetup } from './wire.ts';

export interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly signal: Int32Array;
  readonly functions: readonly string[];
}

export interface ThreadOptions {
  readonly scripts: ThreadScripts;
  readonly bundle: string;
  /** How many wait ready. */
  readonly warm: number;
  readonly heapMb: number | null;
}

export class ThreadPool {
  readonly #options: ThreadOptions;
  readonly #ready: Promise<Thread>[] = [];
  #isStopped = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#fill();
  }

  /** Rejects where the bundle does not load. */
  async take(): Promise<Thread> {
    const thread = await (this.#ready.shift() ?? start(this.#options));
    this.#fill();
    thread.worker.ref();
    return thread;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const threads = await Promise.allSettled(this.#ready.splice(0));
    await Promise.all(threads.map((thread) => (thread.status === 'fulfilled' ? thread.value.worker.terminate() : 0)));
  }

  #fill(): void {
    while (!this.#isStopped && this.#ready.length < this.#options.warm) {
      const thread = start(this.#options);
      // Whoever takes it hears of the failure; until then it is nobody's.
      thread.catch(() => undefined);
      this.#ready.push(thread);
    }
  }
}

function start({ scripts, bundle, heapMb }: ThreadOptions): Promise<Thread> {
  const channel = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const setup: WorkerSetup = { realmSource: scripts.realm, bundle, port: channel.port2, signal, heapMb };
  const worker = new Worker(scripts.worker, {
    eval: true,
    workerData: setup,
    transferList: [channel.port2],
    execArgv: [],
    ...(heapMb === null ? {} : { resourceLimits: roomFor(heapMb) }),
  });
  worker.unref();
  channel.port1.unref();
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromWorker) => {
      worker.off('error', reject);
      if (message.type === 'ready')
        return resolve({ worker, port: channel.port1, signal, functions: message.functions });
      reject(new Error(message.type === 'broken' ? `The bundle does not load: ${message.message}` : 'unexpected'));
      void worker.terminate();
    });
  });
}
