// The lines of a CSV file as people send it: whatever its encoding, its separator and its decimal mark. Says nothing of what they mean.
import { type CsvRecord, csvBatches } from './csv.ts';
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
  for await (const records of csvBatches(bytes, { separator, decoder: detected() })) {
    if (between === ',') yield records;
    else
      yield records.map((record) =>
        record.text.includes(',') ? { ...record, fields: record.fields.map(withDecimalPoint) } : record,
      );
  }
}
