// The user's side as the host answers it: menus, sidebar, alerts, files of the bundle, who is asking, and the log.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MenuEntry } from './events.ts';
import { type Services, text, texts, whole } from './service.ts';
import { ServiceError } from './service-error.ts';

let sidebars = 0;

export const uiServices: Services = {
  'SpreadsheetApp.getUi': (_host, _args, { kind }) => {
    if (kind === 'trigger') throw new ServiceError('Cannot call SpreadsheetApp.getUi() from this context.');
  },
  'Ui.addMenu': (host, [menu, isAddon]) => {
    const { caption, items } = menu as MenuEntry;
    host.menu = { caption: isAddon === true ? host.addonName : (caption ?? ''), items: items ?? [] };
    host.emit({ kind: 'menu', menu: host.menu });
  },
  'Ui.showSidebar': (host, [page]) => {
    const { title, content } = page as { readonly title: string; readonly content: string };
    sidebars += 1;
    host.sidebar = { id: sidebars, title, html: content };
    host.emit({ kind: 'sidebar', sidebar: host.sidebar });
  },
  'Ui.alert': (host, [words]) => {
    host.emit({ kind: 'alert', texts: texts(words) });
    return 'OK';
  },
  'HtmlService.file': async ({ distDir }, [name]) => {
    const file = basename(text(name)).replace(/\.html$/, '');
    try {
      return await readFile(join(distDir, `${file}.html`), 'utf8');
    } catch (cause) {
      throw new ServiceError(`No HTML file named ${file} was found.`, { cause });
    }
  },
  'Session.getEmail': (_host, _args, { user }) => user,
  'Session.getActiveUserLocale': ({ userLocale }) => userLocale,
  'Session.getScriptTimeZone': ({ manifest }) => manifest.timeZone,
  'Session.getTemporaryActiveUserKey': (_host, _args, { user }) => Buffer.from(user).toString('base64'),
  'Utilities.sleep': (_host, [ms], { spend }) => spend(whole(ms)),
  'Log.write': (_host, [level, line], { log }) => log(`${text(level)}: ${text(line)}`),
};
