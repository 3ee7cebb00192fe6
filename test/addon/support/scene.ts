// A state of the sidebar: a script of answers, and what a reader does to come there.
import type { Page } from 'playwright-core';
import type { Language, TextKey } from '../../../addon/sidebar/texts.ts';
import type { Script } from './sidebar-page.ts';

export interface Scene {
  readonly script: (locale: Language) => Script;
  /** What is waited for before `act`, and after it. */
  readonly act?: (page: Page) => Promise<void>;
  readonly until?: string;
  /** Texts that must be on the page. */
  readonly says: readonly TextKey[];
  /** The one blue button; null where there is none. */
  readonly blue: string | null;
}
