// Where a stored answer came from: release, feature row by name, and what of each input it looked at, down to the bytes in the lake.
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import type { FoundPrediction } from '../../db/queries/found-prediction.ts';
import type { SeenObject } from '../../db/queries/seen-objects.ts';
import { askedRow } from '../../models/asked-row.ts';
import { EVERYWHERE, type FactsBySeries, historyAsOf } from '../../models/history.ts';
import type { DetectorModel, ModelDefinition, SeriesModel } from '../../models/model.ts';
import { type Look, tracedHistory } from '../../models/traced-history.ts';
import type { InputSeen, PredictionShown } from '../mesh/predictions.ts';

/** Of one input: a year of hours may have come in a thousand objects. */
const OBJECTS_SHOWN = 20;

export interface LookMeans {
  factsOf(model: SeriesModel | DetectorModel, issuedAt: Instant, validAt: Instant): Promise<FactsBySeries>;
  objectsOf(
    dataset: DatasetDefinition,
    asked: {
      readonly column: string;
      readonly place: string;
      readonly windows: readonly TimeWindow[];
      readonly issuedAt: Instant;
    },
  ): Promise<readonly SeenObject[]>;
}

/** Asks again of the past what the answer had asked of it. Null for records. */
export async function inputsOf(
  found: FoundPrediction,
  model: ModelDefinition,
  means: LookMeans,
): Promise<readonly InputSeen[] | null> {
  const { entity, issuedAt, validAt, source } = found;
  if (model.kind === 'record' || entity === null || issuedAt === null || validAt === null) return null;
  const { history, looks } = tracedHistory(historyAsOf(await means.factsOf(model, issuedAt, validAt), issuedAt));
  if (source === 'model') askedRow(model, history, { entity, validAt, issuedAt });
  else if (model.kind === 'series') model.baseline(history, entity, validAt, issuedAt);
  return Promise.all(looks().map((look) => inputSeen(look, issuedAt, means)));
}

const catalogue: ReadonlyMap<string, DatasetDefinition> = new Map(Object.entries(datasets));

async function inputSeen({ series, entity, windows }: Look, issuedAt: Instant, means: LookMeans): Promise<InputSeen> {
  const [id = '', column = ''] = series.split('/');
  const dataset = catalogue.get(id);
  if (!dataset) throw new Error(`${series}: there is no dataset ${id}`);
  const objects = await means.objectsOf(dataset, { column, place: entity, windows, issuedAt });
  const from = formatInstant(Math.min(...windows.map((window) => window.from)));
  const to = formatInstant(Math.max(...windows.map((window) => window.to)));
  const query = new URLSearchParams({ ...placeIn(dataset, entity), from, to, as_of: formatInstant(issuedAt) });
  return {
    series,
    ...(entity !== EVERYWHERE && { entity }),
    ...{ from, to },
    values: objects.reduce((sum, { values }) => sum + values, 0),
    rows_href: `/v1/datasets/${id}/rows?${query}`,
    objects: objects.slice(0, OBJECTS_SHOWN).map(({ lakeKey, sha256, source, fetchedAt, run, values }) => ({
      ...{ lake_key: lakeKey, sha256, source, fetched_at: formatInstant(fetchedAt), run, values },
      run_href: `/v1/runs/${run}`,
    })),
    objects_left_out: Math.max(0, objects.length - OBJECTS_SHOWN),
  };
}

/** How rows of this place are asked for: only where one column names it. */
function placeIn({ key, timeColumn }: DatasetDefinition, entity: string): Readonly<Record<string, string>> {
  const [place, ...others] = key.filter((column) => column !== timeColumn);
  return place !== undefined && others.length === 0 ? { [place]: entity } : {};
}

/** Without the code that made its features nothing tells their names, nor what was looked at. */
export function shown(
  found: FoundPrediction,
  model: ModelDefinition,
  { isCodeHere, inputs }: { readonly isCodeHere: boolean; readonly inputs: readonly InputSeen[] | null },
): PredictionShown {
  const { id, kind, release, source, reason, values, entity, issuedAt, validAt, correction, simulated } = found;
  const href = `/v1/predictions/${id}`;
  return {
    ...{ id, kind },
    ...(found.kind === 'scheduled' ? { role: found.role } : { request_id: found.requestId, row: found.row }),
    ...{ model: model.id, model_href: `/v1/models/${model.id}`, release },
    ...{ onnx_sha256: found.onnxSha256, feature_sha256: found.featureSha256 },
    ...(entity !== null && { entity }),
    ...(issuedAt !== null && { issued_at: formatInstant(issuedAt) }),
    ...(validAt !== null && { valid_at: formatInstant(validAt) }),
    source,
    ...(reason !== null && { reason }),
    values,
    feature_code: isCodeHere ? 'here' : 'replaced',
    ...(found.features &&
      (isCodeHere
        ? { features: Object.fromEntries(floats(found.features).map((value, i) => [model.features[i], value])) }
        : { feature_row: floats(found.features) })),
    ...{ correction, simulated, created_at: formatInstant(found.createdAt) },
    ...(inputs && { inputs }),
    replay_href: `${href}/replay`,
  };
}

const floats = (row: readonly number[]): (number | null)[] =>
  row.map((value) => (Number.isFinite(value) ? Math.fround(value) : null));
