// What the build writes into the bundle; read nowhere else.
declare const ROLLCALL_SERVER_URL: string;
declare const ROLLCALL_VERSION: string;

/** With a slash at its end: `https://rollcall.example/`. */
export const serverUrl = ROLLCALL_SERVER_URL;
export const version = ROLLCALL_VERSION;
