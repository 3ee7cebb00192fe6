// The editor of a cell: several lines, since a plain input would lose the line breaks of a text that was only looked at.
import type { ColumnDataSchemaModel, EditCell, EditorBase, HyperFunc, VNode } from '@revolist/revogrid';

type Save = (value?: string, preventFocus?: boolean) => void;
type Close = (focusNext?: boolean) => void;

/** Enter writes, Alt+Enter breaks the line, Escape leaves the cell as it was. */
export function cellEditor(_cell: ColumnDataSchemaModel, save: Save, close: Close): EditorBase {
  let area: HTMLTextAreaElement | null = null;
  const editor: EditorBase & { editCell?: EditCell } = {
    getValue: () => area?.value,
    componentDidRender: () => {
      area?.focus();
      area?.setSelectionRange(area.value.length, area.value.length);
    },
    render: (create: HyperFunc<VNode>) =>
      create('textarea', {
        class: { 'cell-editor': true },
        value: editor.editCell?.val ?? String(editor.editCell?.value ?? ''),
        ref: (found: HTMLTextAreaElement | undefined) => {
          area = found ?? null;
        },
        onKeyDown: (event: KeyboardEvent) => {
          if (area !== null) keyDown(event, area, save, close);
        },
      }),
  };
  return editor;
}

function keyDown(event: KeyboardEvent, area: HTMLTextAreaElement, save: Save, close: Close): void {
  const isEnd = !event.isComposing && ['Enter', 'Tab', 'Escape'].includes(event.key);
  event.stopPropagation();
  if (!isEnd) return;
  event.preventDefault();
  if (event.key === 'Escape') close();
  else if (event.key === 'Enter' && event.altKey) {
    area.setRangeText('\n', area.selectionStart, area.selectionEnd, 'end');
  } else save(area.value, event.key === 'Tab');
}
