// What a press of a button may set off; the views know nothing else of the world.
import type { Mode } from '../../shared/protocol.ts';

export interface Actions {
  readonly start: (mode: Mode) => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly refresh: () => void;
  readonly connect: (key: string) => void;
  readonly disconnect: () => void;
  /** `byPointer`: the cursor follows into the grid; a keyboard stays in the list. */
  readonly select: (a1: string, byPointer: boolean) => void;
}
