// What the guard holds: the sample it asks for, and a person's yes or no.
import Type from 'typebox';
import type { HoldDecision, SampleRequest } from '../../shared/protocol.ts';
import { sampleRun } from '../sync/compare-run.ts';
import { decideRun } from '../sync/decide-holds.ts';
import { uuid } from './parameters.ts';
import type { Call, Route } from './route.ts';
import { inRun, sheetOfRun } from './run-call.ts';
import { Compared, Hold, Sample } from './schemas.ts';
import { checkTexts } from './texts.ts';

export const HoldDecisionBody = Type.Object({
  columns: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 2000 })),
  always: Type.Optional(Type.Boolean()),
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 320 })),
});

export const HoldDecidedAnswer = Type.Object({ holds: Type.Array(Hold) });

export const holdRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/runs/{runId}/sample',
    permission: 'sheet',
    summary: 'Values of the rows that a compare asked to see; answered like the last part of the compare',
    params: { runId: uuid },
    body: Sample,
    status: 200,
    answer: Compared,
    handle: async (call) => {
      const body = call.body as SampleRequest;
      return { body: await inRun(call, (context) => sampleRun(call.deps.pool, context, body)) };
    },
  },
  decisionRoute('release', 'released', 'Let through what the guard holds of a run: this time, or always for a column'),
  decisionRoute('discard', 'discarded', 'Say no to what the guard holds of a run: it stays held without asking again'),
];

function decisionRoute(verb: string, state: 'released' | 'discarded', summary: string): Route {
  return {
    method: 'POST',
    path: `/v1/runs/{runId}/${verb}`,
    permission: 'sheet',
    summary,
    params: { runId: uuid },
    body: HoldDecisionBody,
    status: 200,
    answer: HoldDecidedAnswer,
    handle: (call) => decide(call, state),
  };
}

async function decide(call: Call, state: 'released' | 'discarded') {
  const { columns, always = false, by = call.principal?.kind ?? '' } = call.body as HoldDecision;
  checkTexts({ by, columns });
  const said = { ...(columns === undefined ? {} : { columns }), always, by };
  const sheetId = await sheetOfRun(call);
  return { body: await decideRun(call.deps.pool, sheetId, call.params['runId'] ?? '', state, said) };
}
