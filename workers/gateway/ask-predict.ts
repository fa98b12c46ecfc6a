// A question to predict, answered as one document. Short ones of record models travel together: none of them waits for a past to be read.
import type { PredictAsked, PredictRequest } from '../mesh/contracts.ts';
import type { Result } from '../mesh/result.ts';
import { ask } from './ask.ts';
import { callContext, type GatewayContext, laterOf } from './env.ts';
import { isolateOf } from './isolate.ts';
import type { Together } from './together.ts';

/** A hundred rows at most: whoever travels along waits for them to be computed, and with more nobody gains. */
const SHORT_CHARACTERS = 2_048;

export type PredictedTogether = Together<PredictAsked, Result<string> | null>;

export function askPredict(
  c: GatewayContext,
  request: PredictRequest,
  { kind }: { readonly kind: 'series' | 'record' | 'detector' },
): Promise<Result<string>> {
  const { PREDICT } = c.env;
  const asked = { request, context: callContext(c) };
  const alone = () => PREDICT.predict(request, asked.context);
  const isShort = kind === 'record' && !request.explain && request.body.length <= SHORT_CHARACTERS;
  return ask(c, 'predict', isShort ? inCompany() : alone());

  async function inCompany(): Promise<Result<string>> {
    const call = (questions: readonly PredictAsked[]) => PREDICT.predictEach(questions);
    const told = await isolateOf(c.env).predictedTogether(request.model)({ question: asked, call, later: laterOf(c) });
    return told ?? alone();
  }
}
