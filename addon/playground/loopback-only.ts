// The try-out page answers this machine and pages of its own only: no name that leads here from elsewhere, no foreign page's form.
import type { MiddlewareHandler } from 'hono';

/** 403 for a foreign Host (a rebound name) and for a write that another site's page sends. */
export const loopbackOnly: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('Host') ?? '';
  if (!LOOPBACK.test(host))
    return context.text('Rollcall’s try-out page answers to this machine’s own names only.', 403);
  if (!['GET', 'HEAD'].includes(context.req.method) && isForeign(host, context.req.header('Origin'))) {
    return context.text('A page of another site may not write here.', 403);
  }
  await next();
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Referrer-Policy', 'no-referrer');
  context.header('Cross-Origin-Resource-Policy', 'same-origin');
  context.header('Cache-Control', 'no-store');
  return undefined;
};

/** A browser names the origin of every write; a program on this machine names none. */
const isForeign = (host: string, origin: string | undefined): boolean =>
  origin !== undefined && origin !== `http://${host}`;

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
