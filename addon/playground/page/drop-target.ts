// The whole page takes a file that is dropped on it; a button does the same for the keyboard.
import { byId, note } from './dom.ts';
import { showOffer } from './drop-dialog.ts';
import { offerFile } from './server.ts';

/** Nothing where the page was served without it. */
export function takeFiles(): void {
  const button = document.getElementById('open-file');
  if (button === null) return;
  const input = byId('file') as HTMLInputElement;
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    void take([...(input.files ?? [])]);
    input.value = '';
  });
  document.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add('dragging');
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) document.body.classList.remove('dragging');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dragging');
    if (!carriesFiles(event)) return;
    event.preventDefault();
    void take([...(event.dataTransfer?.files ?? [])]);
  });
}

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

async function take(files: readonly File[]): Promise<void> {
  const [file, ...others] = files;
  if (file === undefined) return;
  if (others.length > 0) return note('Drop one file at a time: each gets a table of its own.', 'error');
  if (file.size > MOST_BYTES) return note(`${file.name} is larger than 20 MB, the most that is opened here.`, 'error');
  document.body.classList.add('busy');
  if (file.size > LARGE_BYTES) note(`Reading ${file.name}…`);
  const offer = await offerFile(file).catch((error: unknown) => ({ ok: false as const, message: String(error) }));
  document.body.classList.remove('busy');
  if (offer.ok) showOffer(offer.value);
  else note(offer.message, 'error');
}

/** From here on it takes a moment. */
const LARGE_BYTES = 1024 * 1024;
const MOST_BYTES = 20 * 1024 * 1024;
