// The published forecasts as this isolate keeps them: each text is made once, and is seconds old while predict answers. Holds one per model.
import type { Instant } from '../../data/time.ts';
import type { ForecastDocument } from '../mesh/contracts.ts';
import { ok, type Result } from '../mesh/result.ts';
import { within } from '../mesh/within.ts';

/** With the three seconds that predict keeps what it read, a new forecast is seen within ten. */
const FRESH_FOR_MS = 3_000;
/** From then on it is served while somebody asks behind its back; after this long whoever comes waits for the answer. */
const USABLE_FOR_MS = 6_000;
/** Nobody waits longer for a newer forecast while there is an older one. */
const PATIENCE_MS = 1_000;

export interface Sheet {
  readonly etag: string;
  readonly json: string;
  csv(): string;
}

interface Kept {
  readonly sheet: Sheet;
  freshFrom: Instant;
  askedAt: Instant;
}

export interface Asking {
  ask(): Promise<Result<ForecastDocument>>;
  /** For work that may end after the answer was sent. */
  later(work: Promise<unknown>): void;
}

export type Forecasts = (model: string, asking: Asking) => Promise<Result<Sheet>>;

export function forecasts({
  asCsv,
  clock = Date.now,
}: {
  readonly asCsv: (json: string) => string;
  readonly clock?: () => Instant;
}): Forecasts {
  const kept = new Map<string, Kept>();

  async function renewed(model: string, ask: Asking['ask']): Promise<Result<Sheet>> {
    const answer = await ask();
    if (!answer.ok) return answer;
    const before = kept.get(model)?.sheet;
    const sheet = before?.etag === answer.value.etag ? before : sheetOf(answer.value, asCsv);
    kept.set(model, { sheet, freshFrom: clock(), askedAt: Number.NEGATIVE_INFINITY });
    return ok(sheet);
  }

  return async (model, { ask, later }) => {
    const known = kept.get(model);
    if (!known) return renewed(model, ask);
    const now = clock();
    const age = now - known.freshFrom;
    if (age < FRESH_FOR_MS) return ok(known.sheet);
    const isAsked = now - known.askedAt < PATIENCE_MS;
    if (isAsked) return ok(known.sheet);
    known.askedAt = now;
    // What failed was said where it was asked; the sheet goes on, and is asked for again.
    const newer = within(PATIENCE_MS, renewed(model, ask)).catch(() => null);
    if (age < USABLE_FOR_MS) {
      later(newer);
      return ok(known.sheet);
    }
    const answer = await newer;
    if (answer?.ok) return answer;
    known.freshFrom = clock() - FRESH_FOR_MS;
    return ok(known.sheet);
  };
}

function sheetOf({ json, etag }: ForecastDocument, asCsv: (json: string) => string): Sheet {
  let csv: string | undefined;
  return {
    etag,
    json,
    csv() {
      csv ??= asCsv(json);
      return csv;
    },
  };
}
