// The add-on's sidebar: 300 px, in a frame with the sandbox of Apps Script, and the carrier of its calls.
import { byId, element } from './dom.ts';
import { run } from './server.ts';

interface FromFrame {
  readonly type?: string;
  readonly id?: number;
  readonly functionName?: string;
  readonly args?: readonly unknown[];
}

/** As documented for HtmlService, keyword by keyword. */
const SANDBOX =
  'allow-same-origin allow-forms allow-scripts allow-popups allow-downloads allow-modals allow-popups-to-escape-sandbox';

export function showSidebar(id: number, title: string): void {
  const place = byId('sidebar');
  const close = element('button', { type: 'button', class: 'plain', 'aria-label': 'Close the sidebar' }, '✕');
  close.addEventListener('click', closeSidebar);
  const frame = element('iframe', { src: `sidebar/${id}`, sandbox: SANDBOX, title });
  place.replaceChildren(element('header', {}, element('h2', {}, title), close), frame);
  place.hidden = false;
}

function closeSidebar(): void {
  const place = byId('sidebar');
  place.hidden = true;
  place.replaceChildren();
}

/** Carries google.script.run; `focusGrid` when the sidebar gives the keyboard back. */
export function serveSidebar(focusGrid: () => void): void {
  window.addEventListener('message', ({ source, data }: MessageEvent<FromFrame>) => {
    const frame = byId('sidebar').querySelector('iframe');
    if (frame === null || source !== frame.contentWindow) return;
    if (data.type === 'rollcall.close') closeSidebar();
    if (data.type === 'rollcall.focus') focusGrid();
    if (data.type === 'rollcall.run') void carry(frame, data);
  });
}

async function carry(frame: HTMLIFrameElement, { id, functionName = '', args = [] }: FromFrame): Promise<void> {
  const lost = (error: unknown) => ({ ok: false, error: { name: 'NetworkError', message: String(error) } });
  const result = await run(functionName, args).catch(lost);
  frame.contentWindow?.postMessage({ type: 'rollcall.answer', id, ...result }, window.location.origin);
}
