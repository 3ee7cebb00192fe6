// What a person sees who follows the sidebar's link or opens the server's address: what this is and where to look. It holds no data.
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Language } from '../problem.ts';
import type { Reply } from './route.ts';

/** Links are relative, so that a server behind a path such as https://host/rollcall/ is linked right. */
export async function landingPage(version: string, language: Language): Promise<Reply> {
  const words = WORDS[language];
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Rollcall</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>Rollcall <small>${version}</small></h1>
<p>${words.what}</p>
<p>${words.data}</p>
<ul>
<li><a href="dashboard">${words.dashboard}</a></li>
<li><a href="healthz">${words.health}</a></li>
<li><a href="openapi.json">${words.contract}</a></li>
</ul>
</main>
</body>
</html>
`;
  return {
    body: await page,
    contentType: 'text/html; charset=utf-8',
    headers: { ...HEADERS, 'content-language': language },
  };
}

const WORDS = {
  en: {
    what: 'This server keeps Google Sheets and a Postgres database in step: every row of a sheet is in the database, exactly, or the add-on’s sidebar says which cell stands in the way.',
    data: 'Your rows are in the database behind it. They are shown to nobody without a key; whoever runs this server can tell you more.',
    dashboard: 'The dashboard, for operators',
    health: 'Is the server well?',
    contract: 'What it answers to programs (OpenAPI)',
  },
  ja: {
    what: 'このサーバーは Google スプレッドシートと Postgres データベースの内容を一致させます。シートのすべての行がそのままデータベースにあるか、そうでなければ、どのセルが妨げているかをアドオンのサイドバーが示します。',
    data: '行のデータはこのサーバーのデータベースにあり、キーを持たない人には表示されません。詳しくはサーバーの管理者にお尋ねください。',
    dashboard: '管理者用ダッシュボード',
    health: 'サーバーの状態',
    contract: 'プログラム向けの仕様（OpenAPI）',
  },
} as const satisfies Record<Language, object>;

const STYLE =
  'body{margin:0;background:#f8f9fa;color:#202124;font:16px/1.6 system-ui,sans-serif}main{max-width:36em;margin:12vh auto;padding:0 1.5em}small{color:#5f6368;font-weight:400}a{color:#1558b0}';

/** The page may show itself and nothing else: no script, no frame around it, nothing fetched. */
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  vary: 'Accept-Language',
};
