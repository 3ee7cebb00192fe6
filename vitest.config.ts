import { defineConfig } from 'vitest/config';

// Four projects: rules without a database, rules on a real one, the whole way in a real browser, and kills.
const scale = Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1);

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      project('pure', ['test/**/*.test.ts'], 30_000, ['test/**/*.{pg,browser,chaos}.test.ts']),
      project('pg', ['test/**/*.pg.test.ts'], 60_000),
      project('browser', ['test/**/*.browser.test.ts'], 120_000),
      project('chaos', ['test/**/*.chaos.test.ts'], 120_000),
    ],
  },
});

function project(name: string, include: string[], timeoutMs: number, exclude: string[] = []) {
  return {
    test: {
      name,
      include,
      exclude,
      testTimeout: timeoutMs * scale,
      hookTimeout: timeoutMs * scale,
      maxWorkers: 2,
      ...(name === 'pure' ? {} : { globalSetup: ['test/support/global-database.ts'] }),
    },
  };
}
