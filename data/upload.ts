// Files that people send by hand: what our own exports look like, or what a dataset says of other people's files. A source that nobody asks.
import type { Quality } from './columns.ts';
import { type DatasetDefinition, isReject, isWarning, ShapeError, type Source } from './dataset.ts';
import { exportFormat } from './export-format.ts';
import { columnsOfPush } from './push.ts';
import { namesOf, rowsOfLines } from './table-format.ts';
import { csvLines } from './table-lines.ts';
import { xlsxLines } from './xlsx.ts';

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const UPLOAD_TYPES = [CSV, XLSX] as const;
export const UPLOAD_SOURCE = 'upload';
/** What a request may bring on common plans, a file or a part of one: larger files come in parts. */
export const MAX_FILE_BYTES = 100 * 1_048_576;
export const MAX_PARTS = 1_000;

/** `quality` is what the rows claim; without one, what the format says, and `real time` for our own. */
export function uploadSource(
  definition: DatasetDefinition,
  { mediaType, quality }: { readonly mediaType: string; readonly quality: Quality | null },
): Source {
  const formats = [exportFormat(definition), ...(definition.files ?? [])];
  const names = new Set(formats.flatMap(namesOf));
  return {
    id: UPLOAD_SOURCE,
    secrets: [],
    *fetch() {
      // The file is here already.
    },
    async *parse(bytes) {
      const lines = mediaType === XLSX ? xlsxLines(bytes) : csvLines(bytes, names);
      let lineCount = 0;
      async function* counted() {
        for await (const batch of lines) {
          lineCount += batch.length;
          yield batch;
        }
      }
      for await (const found of rowsOfLines(formats, counted()))
        yield quality === null || isReject(found) || isWarning(found) ? found : { ...found, quality };
      // A publisher may have nothing to say; a person who sends a file has.
      if (lineCount === 1) throw new ShapeError('got a header and no row below it, want rows');
    },
  };
}

/** As for pushes: what a file has no column for is not touched. */
export const columnsOfUpload = columnsOfPush;
