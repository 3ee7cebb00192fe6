// What a host tells the page around it.
import type { SpreadsheetChange } from './spreadsheet.ts';

/** A menu has items, an item has a function, a separator has neither. */
export interface MenuEntry {
  readonly caption?: string;
  readonly functionName?: string;
  readonly items?: readonly MenuEntry[];
}

export interface SidebarPage {
  /** Another each time a sidebar is shown. */
  readonly id: number;
  readonly title: string;
  readonly html: string;
}

export type HostEvent =
  | SpreadsheetChange
  | { readonly kind: 'menu'; readonly menu: MenuEntry }
  | { readonly kind: 'sidebar'; readonly sidebar: SidebarPage }
  | { readonly kind: 'alert'; readonly texts: readonly string[] }
  | { readonly kind: 'execution'; readonly log: ExecutionLog };

/** One execution, as the log of Apps Script would have it, and what it cost. */
export interface ExecutionLog {
  readonly id: number;
  readonly functionName: string;
  readonly kind: string;
  readonly startedAt: number;
  /** On the virtual clock. */
  readonly virtualMs: number;
  readonly wallMs: number;
  readonly calls: number;
  readonly callsByName: Readonly<Record<string, number>>;
  /** Read or written. */
  readonly cells: number;
  readonly fetches: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** The largest used heap seen in the execution's thread, at its calls and at its end. */
  readonly heapMb: number;
  readonly lines: readonly string[];
  readonly outcome: 'running' | 'completed' | 'failed' | 'killed';
  readonly error: string | null;
}
