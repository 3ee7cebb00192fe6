// What a host is made from.
import type { Assumptions } from './assumptions.ts';
import type { Profile } from './profile.ts';
import type { Spreadsheet } from './spreadsheet.ts';

export interface HostOptions {
  /** The build's folder: Code.js, Sidebar.html, appsscript.json. */
  readonly distDir: string;
  readonly spreadsheet: Spreadsheet;
  /** From the addresses in the bundle to this machine: `{'https://rollcall.example/': 'http://127.0.0.1:8787/'}`. */
  readonly fetchMap: Readonly<Record<string, string>>;
  /** `friendly` unless told: nothing goes wrong by chance. */
  readonly profile?: Profile;
  /** Of all chance in the host. */
  readonly seed?: number;
  /** What triggers see: no active spreadsheet, and then no document properties, lock or cache. The hostile profile's default is true. */
  readonly noDocumentInTriggers?: boolean;
  /** Under the virtual clock; the machine's own unless told. */
  readonly clock?: () => number;
  /** False beside a person's watch: what executions spend in virtual time then does not move the host's clock. */
  readonly timeFlows?: boolean;
  readonly user?: string;
  readonly userLocale?: string;
  readonly addonName?: string;
  /** Threads kept ready. */
  readonly warm?: number;
  /** Of how many executions the log is kept; 1,000 unless told. */
  readonly logsKept?: number;
  /** Of one execution; unlimited unless told, but for the hostile profile. */
  readonly heapMb?: number;
  /** Real waiting for a lock ÷ the waiting that was asked for; the virtual clock moves by the whole of it. */
  readonly lockWaitScale?: number;
  readonly assume?: Partial<Assumptions>;
}
