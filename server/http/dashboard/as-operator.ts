// A page's call as the routes of /v1 take it: where both tell the same, one of them works it out.
import type { Call } from '../route.ts';
import type { PageCall } from './call.ts';

export const asOperator = (
  { deps, language, params }: PageCall,
  more: Partial<Pick<Call, 'query' | 'accept'>> = {},
): Call => ({
  deps,
  params,
  query: {},
  body: undefined,
  bodyHash: '',
  travel: null,
  principal: { kind: 'operator' },
  accept: 'application/json',
  language,
  ...more,
});
