// What separates the fields of a table as people send it, told from its header; and numbers written with a decimal comma. Pure.

const SEPARATORS = [';', ',', '\t', '|'] as const;

/** The one that gives the most names that we know; where none is known, the one that comes most often outside quotes. */
export function separatorOf(header: string, known: ReadonlySet<string>): string {
  const outside = header.replace(/"(?:[^"]|"")*"/g, '""');
  const scores = SEPARATORS.map((separator) => {
    const pieces = outside.split(separator).length;
    const names = header.split(separator).map((name) => name.replaceAll('"', '').trim());
    return { separator, pieces, known: names.filter((name) => known.has(name)).length };
  });
  scores.sort((a, b) => b.known - a.known || b.pieces - a.pieces);
  return scores[0]?.separator ?? ';';
}

const DECIMAL_COMMA = /^[+-]?(?:\d+|\d{1,3}(?:[\u00a0\u202f ]\d{3})+),\d+(?:[eE][+-]?\d+)?$/;

/** `-1 234,5` becomes `-1234.5`. Where commas separate fields, `1,234` may be either: it stays, and is no number. */
export function withDecimalPoint(field: string): string {
  if (!field.includes(',')) return field;
  const text = field.trim();
  return DECIMAL_COMMA.test(text) ? text.replace(/[\u00a0\u202f ]/g, '').replace(',', '.') : field;
}
