// The self-check's page: one view at a time, drawn whole, and what its buttons set off.
import { languageOf } from '../../sidebar/words.ts';
import { ask } from './call.ts';
import { type Checked, runCheck } from './check.ts';
import { type Actions, stepName, type View, viewCheck } from './view.ts';
import { sayIn } from './words.ts';

let language = languageOf(navigator.language);
let view: View = { state: 'ready' };

function show(next: View): void {
  const before = view.state;
  view = next;
  draw(before);
}

function draw(before: View['state']): void {
  const say = sayIn(language);
  document.documentElement.lang = language;
  const title = document.getElementById('title');
  if (title !== null) title.textContent = say('title');
  const wasOn = document.activeElement?.id ?? '';
  document.getElementById('now')?.replaceChildren(...viewCheck(view, say, actions).filter((part) => part !== null));
  announce(
    view.state === 'running' ? stepName(view.progress.id, say) : (document.getElementById('result')?.textContent ?? ''),
  );
  // A button that was pressed is gone with its view: the keyboard goes on at Stop, and then at the result.
  const target = view.state === before ? wasOn : view.state === 'done' ? 'result' : 'stop';
  if (view.state !== 'ready') document.getElementById(target)?.focus();
}

function announce(text: string): void {
  const status = document.getElementById('status');
  if (status !== null && status.textContent !== text) status.textContent = text;
}

const actions: Actions = {
  start: () => void start(),
  stop: () => {
    if (view.state === 'running') show({ ...view, state: 'stopping' });
  },
  download: () => {
    if (view.state === 'done') download(view.checked);
  },
};

async function start(): Promise<void> {
  const isStopped = () => view.state === 'stopping';
  const checked = await runCheck({
    ask,
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    isStopped,
    onStep: (id, done, total) => show({ state: isStopped() ? 'stopping' : 'running', progress: { id, done, total } }),
  });
  show({ state: 'done', checked, isStopped: isStopped() });
}

function download({ file }: Checked): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }));
  link.download = 'rollcall-self-check.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The page is read at once in the browser's language, and then in that of the person's account. */
async function greet(): Promise<void> {
  const answer = await ask('hello');
  if (!answer.ok) return;
  language = languageOf(String(answer['locale']));
  draw(view.state);
}

draw('ready');
void greet();
