// What both bundles have in common: one text each, in memory, with Japanese left readable.
import type { BuildOptions } from 'esbuild';

export const COMMON = { bundle: true, write: false, charset: 'utf8', logLevel: 'silent' } satisfies BuildOptions;
