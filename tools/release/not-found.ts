// What there is instead of what was asked for and is not there: the next step after a 404. Changes nothing of what the API has said.
import { z } from 'zod';
import { type Client, Refused } from '../ingest/client.ts';

const Models = z.object({ models: z.array(z.object({ id: z.string(), kind: z.string() })) });

/** `kind` is that of the models which the command is for. */
export async function orWhatThereIs<T>(
  { call, model, kind }: { readonly call: Client; readonly model: string; readonly kind?: string },
  asked: Promise<T>,
): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    const { data } = Models.safeParse(await call('/v1/models').catch(() => undefined));
    if (!data) throw error;
    const fitting = data.models.filter((one) => kind === undefined || one.kind === kind).map(({ id }) => id);
    const next = fitting.includes(model)
      ? `npm run release -- list ${model} shows its releases`
      : `Want one of ${fitting.join(', ')}`;
    throw new Error(`${error.message} ${next}`, { cause: error });
  }
}
