// Records as the model reads them when it is asked: checked by its schema, made features by its own row, then Float32.
import type { RecordModel } from '../../../models/model.ts';
import { tensorOf } from '../../../models/tensor.ts';

export const recordMatrix = <Input>(model: RecordModel<Input>, records: readonly unknown[]): Float32Array =>
  tensorOf(
    model.features,
    records.map((record) => model.row(model.input.parse(record))),
  );
