// The lines of a CSV file as people send it: whatever its encoding, its separator and its decimal mark. Says nothing of what they mean.
import { type CsvRecord, csvBatches } from './csv.ts';
import { ShapeError } from './dataset.ts';
import { detected } from './encoding.ts';
import { separatorOf, withDecimalPoint } from './separator.ts';

/** `known`: names that may stand in the header. The first line is the header. */
export async function* csvLines(
  bytes: AsyncIterable<Uint8Array>,
  known: ReadonlySet<string>,
): AsyncGenerator<readonly CsvRecord[]> {
  let between = ';';
  const separator = (header: string): string => {
    between = separatorOf(header, known);
    return between;
  };
  for await (const records of csvBatches(noSpreadsheet(bytes), { separator, decoder: detected() })) {
    if (between === ',') yield records;
    else
      yield records.map((record) =>
        record.text.includes(',') ? { ...record, fields: record.fields.map(withDecimalPoint) } : record,
      );
  }
}

/** Text never begins like that: told at once, not by the names of columns that a ZIP file would seem to have. */
async function* noSpreadsheet(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of bytes) {
    const [a, b, c, d] = chunk;
    if (isFirst && ((a === 0x50 && b === 0x4b && c === 3 && d === 4) || (a === 0xd0 && b === 0xcf && c === 0x11)))
      throw new ShapeError(
        'got a spreadsheet or a ZIP file as CSV: name it .xlsx and send it as XLSX, or save it as CSV',
      );
    isFirst = false;
    yield chunk;
  }
}
