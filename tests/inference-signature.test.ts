// What v2 shows of a model is what its released graph says of itself.
import { InferenceSession } from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { models } from '../models/catalogue.gen.ts';
import type { ModelDefinition } from '../models/model.ts';
import { inputOf, outputsOf } from '../workers/gateway/v2/signature.ts';
import { released } from './released.ts';

const everyModel: readonly ModelDefinition[] = Object.values(models);

it.each(everyModel.map((model) => [model.id, model] as const))(
  '%s takes and gives what v2 shows',
  async (id, model) => {
    const session = await InferenceSession.create(released(id, 'model.onnx'));
    const shown = (metadata: InferenceSession['inputMetadata']) =>
      metadata.map((one) => ({
        name: one.name,
        datatype: one.isTensor && one.type === 'float32' ? 'FP32' : one,
        shape: one.isTensor ? one.shape.map((length) => (typeof length === 'number' ? length : -1)) : one,
      }));
    expect(shown(session.inputMetadata)).toEqual([inputOf(model)]);
    expect(shown(session.outputMetadata)).toEqual(outputsOf(model));
    await session.release();
  },
);
