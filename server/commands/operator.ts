// `rollcall operator`: for whoever runs the server. So far one thing: a link that logs in to the dashboard once.
import type { Command } from 'commander';
import { CODE_MINUTES, makeLoginLink } from '../access/login-codes.ts';
import { Problem } from '../problem.ts';
import { urlOf } from '../start-server.ts';
import { print } from './exit.ts';
import { withMigratedDatabase } from './with-database.ts';

export function addOperator(program: Command): void {
  program
    .command('operator')
    .description('For whoever runs the server')
    .command('link')
    .description('Make a link that logs in to the dashboard, once')
    .option('--server <url>', 'the address of the server; otherwise ROLLCALL_PUBLIC_URL says it, or HOST and PORT')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall operator link --server https://rollcall.example.com')
    .action(({ server, json }: { server?: string; json?: boolean }) =>
      withMigratedDatabase(async (pool, { host, port, publicUrl }) => {
        const url = server ?? publicUrl ?? urlOf(host, port);
        if (!/^https?:\/\//.test(url) || !URL.canParse(url))
          throw new Problem('wrong_use', {
            message: '--server takes an address that begins with http:// or https://.',
          });
        const now = new Date();
        const link = await makeLoginLink(pool, url, now);
        const expiresAt = new Date(now.getTime() + CODE_MINUTES * 60_000).toISOString();
        print(json, { link, expiresAt }, [link, `It works once, for ${CODE_MINUTES} minutes.`]);
      }),
    );
}
