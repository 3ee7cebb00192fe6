// A copy of what a push needs of this project, with an invented script id and login; and clasp's own program run in it.
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ROOT, start } from '../../support/processes.ts';
import { type FakeScriptApi, fakeScriptApi } from './fake-script-api.ts';

export interface PushProject {
  readonly folder: string;
  readonly dist: string;
  readonly api: FakeScriptApi;
  /** clasp itself, as `npx clasp …` would run it here. */
  readonly clasp: (...args: readonly string[]) => Promise<Ended>;
  /** A program of this project, such as `addon/build.ts`, from the copy. */
  readonly program: (script: string, env?: Readonly<Record<string, string>>) => Promise<Ended>;
  readonly remove: () => Promise<void>;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'clasp-preload.ts')).href;
const CLASP = fileURLToPath(import.meta.resolve('@google/clasp'));

export async function pushProject(): Promise<PushProject> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-push-'));
  const home = join(folder, 'home');
  const api = await fakeScriptApi();
  for (const name of ['.clasp.json', '.claspignore', 'package.json', 'addon', 'shared']) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true, filter: (from) => !/addon\/\.?dist/.test(from) });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const template = JSON.parse(await readFile(join(folder, '.clasp.json'), 'utf8'));
  await writeFile(join(folder, '.clasp.local.json'), JSON.stringify({ ...template, scriptId: api.scriptId }));
  await mkdir(home);
  await writeFile(join(home, '.clasprc.json'), JSON.stringify({ tokens: { default: login(api.token) } }));
  const node = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const told = { HOME: home, NODE_OPTIONS: `--import=${PRELOAD}`, ROLLCALL_TEST_SCRIPT_API: api.url, ...env };
    const program = start(process.execPath, args, told, folder);
    const { code } = await program.ended();
    return { code, stdout: program.stdout(), stderr: program.stderr() };
  };
  return {
    folder,
    dist: join(folder, 'addon', 'dist'),
    api,
    clasp: (...args) => node([CLASP, ...args]),
    program: (script, env) => node([script], env),
    remove: async () => {
      await api.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** As clasp keeps one; the token is good for ever, so nobody is asked for another. */
const login = (token: string) => ({
  type: 'authorized_user',
  client_id: 'nobody',
  client_secret: 'none',
  refresh_token: 'none',
  access_token: token,
  expiry_date: 4_102_444_800_000,
});
