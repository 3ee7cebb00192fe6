// Menus, the sidebar and alerts, and the pages they show.
import { ASSUMPTIONS } from '../../../shared/assumptions.ts';
import { call } from './bridge.ts';
import { exception } from './exception.ts';
import { enumeration, strict } from './strict.ts';

type Menu = GoogleAppsScript.Base.Menu;
type Html = GoogleAppsScript.HTML.HtmlOutput;

interface Entry {
  readonly caption?: string;
  readonly functionName?: string;
  readonly items?: readonly Entry[];
}

export function ui(): GoogleAppsScript.Base.Ui {
  return strict<GoogleAppsScript.Base.Ui>('Ui', {
    Button: enumeration<typeof GoogleAppsScript.Base.Button>('Button', 'CLOSE', 'OK', 'CANCEL', 'YES', 'NO'),
    ButtonSet: enumeration<typeof GoogleAppsScript.Base.ButtonSet>(
      'ButtonSet',
      'OK',
      'OK_CANCEL',
      'YES_NO',
      'YES_NO_CANCEL',
    ),
    createMenu: (caption) => menu(caption, false),
    createAddonMenu: () => menu('', true),
    alert: (...args: readonly unknown[]) =>
      call<string>(
        'Ui.alert',
        args.filter((arg) => typeof arg === 'string'),
      ) as unknown as GoogleAppsScript.Base.Button,
    showSidebar: (html) => {
      const page = pages.get(html);
      if (page === undefined) throw exception('A sidebar is shown from an HtmlOutput.');
      call('Ui.showSidebar', page);
    },
  });
}

function menu(caption: string, isAddon: boolean): Menu {
  const items: Entry[] = [];
  const itself: Menu = strict<Menu>('Menu', {
    addItem: (itemCaption, functionName) => {
      items.push({ caption: itemCaption, functionName });
      return itself;
    },
    addSeparator: () => {
      items.push({});
      return itself;
    },
    addSubMenu: (sub) => {
      items.push(menus.get(sub) ?? {});
      return itself;
    },
    addToUi: () => call('Ui.addMenu', { caption, items }, isAddon),
  });
  menus.set(itself, { caption, items });
  return itself;
}

export const htmlService = strict<GoogleAppsScript.HTML.HtmlService>('HtmlService', {
  createHtmlOutput: (html: unknown = '') => output(String(html)),
  createHtmlOutputFromFile: (filename) => output(call<string>('HtmlService.file', filename)),
});

function output(content: string): Html {
  const page: Page = { content, title: '', width: ASSUMPTIONS.sidebarWidthPx.value };
  const html: Html = strict<Html>('HtmlOutput', {
    getContent: () => page.content,
    setContent: (text) => {
      page.content = text;
      return html;
    },
    append: (text) => {
      page.content += text;
      return html;
    },
    getTitle: () => page.title,
    setTitle: (title) => {
      page.title = title;
      return html;
    },
    // A sidebar keeps its width whatever is asked for.
    setWidth: (width) => {
      page.width = width;
      return html;
    },
    getWidth: () => page.width,
  });
  pages.set(html, page);
  return html;
}

const menus = new WeakMap<object, Entry>();
const pages = new WeakMap<object, Page>();

interface Page {
  content: string;
  title: string;
  width: number;
}
