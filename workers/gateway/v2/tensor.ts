// One input tensor of a request, from JSON or from bytes to the feature rows of a graph. Says where a value is wrong, and never lets an infinite one through.
import { glimpse } from '../../../data/glimpse.ts';
import { MAX_PREDICTED_ROWS } from '../../mesh/predict-body.ts';
import { type Fault, fail, ok, type Result } from '../../mesh/result.ts';
import { invalid } from '../refuse.ts';
import { DATATYPE_NAMES, type Datatype, datatypeOf } from './datatypes.ts';

export interface TensorHead {
  readonly shape: readonly number[];
  readonly datatype: string;
}

type Features = Result<Float32Array<ArrayBuffer>>;
const AT = '/inputs/0';

/** The datatype of a tensor of so many columns, or why it is none. */
export function tensorType({ shape, datatype }: TensorHead, columns: number): Result<Datatype> {
  const type = datatypeOf(datatype);
  if (!type) {
    const why = datatype === 'BYTES' ? 'BYTES are text, and features are numbers' : `got ${glimpse(datatype)}`;
    return fault({ pointer: `${AT}/datatype`, detail: `${why}: want one of ${DATATYPE_NAMES.join(', ')}` });
  }
  const [rows, width] = shape;
  const fits = shape.length === 2 && width === columns && rows !== undefined && rows >= 1 && rows <= MAX_PREDICTED_ROWS;
  if (fits) return ok(type);
  const detail = `got [${shape.slice(0, 8).join(', ')}], want [-1, ${columns}]: 1 to ${MAX_PREDICTED_ROWS} rows of ${columns} features`;
  return fault({ pointer: `${AT}/shape`, detail });
}

export function ofBytes(type: Datatype, bytes: Uint8Array<ArrayBuffer>): Features {
  // Typed arrays begin at multiples of their width.
  const features = type.ofBytes(bytes.slice().buffer);
  const infinite = features.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
  if (infinite < 0) return ok(features);
  const detail = `got what is infinite in FP32, in which the graph counts, or no value of its type, want ${type.want}`;
  return fault({ pointer: `${AT}/data/${infinite}`, detail });
}

/** Nested as the shape says, or flat. */
export function ofJson(type: Datatype, data: unknown, [rows = 0, columns = 0]: readonly number[]): Features {
  const values =
    Array.isArray(data) && Array.isArray(data[0]) ? unnested(data, rows, columns) : flat(data, rows * columns);
  if (!values.ok) return values;
  const features = new Float32Array(values.value.length);
  for (const [i, value] of values.value.entries()) {
    const number = type.ofJson(value);
    if (number === undefined) {
      const missing =
        value === null ? '; what is missing is NaN, which JSON has not: send the tensor as binary data' : '';
      return fault({ pointer: `${AT}/data/${i}`, detail: `got ${glimpse(value)}, want ${type.want}${missing}` });
    }
    features[i] = number;
  }
  return ok(features);
}

function flat(data: unknown, want: number): Result<readonly unknown[]> {
  if (Array.isArray(data) && data.length === want) return ok(data);
  return fault({ pointer: `${AT}/data`, detail: `got ${glimpse(data)}, want the ${want} values of its shape` });
}

function unnested(data: readonly unknown[], rows: number, columns: number): Result<readonly unknown[]> {
  if (data.length !== rows)
    return fault({ pointer: `${AT}/data`, detail: `got ${data.length} rows, want the ${rows} of its shape` });
  const short = data.findIndex((row) => !Array.isArray(row) || row.length !== columns);
  if (short < 0) return ok(data.flat());
  const detail = `got ${glimpse(data[short])}, want the ${columns} of its shape`;
  return fault({ pointer: `${AT}/data/${short}`, detail });
}

const fault = (one: Fault) => fail(invalid(one));
