// The heap of a running thread, looked at from outside: V8's own limit would end the whole process where one large
// allocation passes it, so the thread is given room above the limit and is ended by whoever looks.
import type { ResourceLimits, Worker } from 'node:worker_threads';

const EVERY_MS = 20;
const ROOM = 3;

/** Returns the way to stop looking. */
export function watchHeap(worker: Worker, see: (bytes: number) => void): () => void {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    // A thread that ended meanwhile has no heap to tell of.
    const { used_heap_size: bytes } = await worker.getHeapStatistics().catch(() => ({ used_heap_size: 0 }));
    isLooking = false;
    see(bytes);
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return () => clearInterval(timer);
}

/** V8 collects the sooner the lower its limit is: with three times the room, what is used is at most about twice what is needed. */
export const roomFor = (heapMb: number): ResourceLimits => ({ maxOldGenerationSizeMb: heapMb * ROOM });
