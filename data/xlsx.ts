// The first sheet of an XLSX workbook as lines of a table: text as it stands, numbers with a point, dates as ISO 8601. Never computes a formula.
import type { CsvRecord } from './csv.ts';
import { ShapeError } from './dataset.ts';
import { type ZipEntry, zipEntries } from './zip.ts';

export const MAX_XLSX_BYTES = 20 * 1_048_576;
/** Of the sheet, read in pieces; of all else, held in memory. */
const MAX_SHEET_BYTES = 512 * 1_048_576;
const MAX_PART_BYTES = 32 * 1_048_576;
const MAX_ROW_CHARS = 1_000_000;
const MAX_COLUMNS = 500;
const LINES_AT_ONCE = 500;

export async function* xlsxLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly CsvRecord[]> {
  const entries = zipEntries(await whole(bytes));
  const text = (name: string): string => {
    const entry = entries.get(name);
    return entry ? partOf(entry) : '';
  };
  const workbook = text('xl/workbook.xml');
  if (workbook === '') throw new ShapeError('got a ZIP file that is no spreadsheet, want XLSX or CSV');
  const sheet = entries.get(firstSheet(workbook, text('xl/_rels/workbook.xml.rels')));
  if (!sheet) throw new ShapeError('the workbook has no sheet');
  const cells: Cells = {
    shared: [
      ...text('xl/sharedStrings.xml').matchAll(/<(?:\w+:)?si(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?si>|<(?:\w+:)?si\/>/g),
    ].map(([, item = '']) => textIn(item)),
    dateStyles: dateStyles(text('xl/styles.xml')),
    is1904: /<(?:\w+:)?workbookPr[^>]*\sdate1904="(?:1|true)"/.test(workbook),
  };
  let lines: CsvRecord[] = [];
  let line = 0;
  let width = 0;
  for (const { row, number } of rowsOf(sheet)) {
    line = number ?? line + 1;
    const fields = fieldsOf(row, cells);
    // A row ends at its last cell with something in it: the header says how wide the table is.
    while (fields.length < width) fields.push('');
    width = width || fields.length;
    if (fields.some((field) => field !== '')) lines.push({ line, fields, text: fields.join(';') });
    if (lines.length >= LINES_AT_ONCE) {
      yield lines;
      lines = [];
    }
  }
  if (lines.length > 0) yield lines;
}

interface Cells {
  readonly shared: readonly string[];
  /** Indexes of the styles under which a number is a date. */
  readonly dateStyles: ReadonlySet<number>;
  /** Counted from 1904, as once on the Macintosh. */
  readonly is1904: boolean;
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > MAX_XLSX_BYTES)
      throw new ShapeError(`got a spreadsheet of more than ${MAX_XLSX_BYTES / 1_048_576} MiB: send it as CSV`);
    parts.push(part);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  if (all[0] === 0xd0 && all[1] === 0xcf)
    throw new ShapeError('got an .xls file, or one with a password: save it as XLSX or CSV, without one');
  if (all[0] !== 0x50 || all[1] !== 0x4b) throw new ShapeError('got something that is no XLSX file');
  return all;
}

function partOf(entry: ZipEntry): string {
  const decoder = new TextDecoder();
  let text = '';
  for (const piece of entry.pieces(MAX_PART_BYTES)) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

function firstSheet(workbook: string, relations: string): string {
  const id = /<(?:\w+:)?sheet\s[^>]*?\br:id="([^"]+)"/.exec(workbook)?.[1];
  const relation = [...relations.matchAll(/<Relationship\s[^>]*>/g)].find(([tag]) => tag.includes(`Id="${id}"`))?.[0];
  const target = /\bTarget="([^"]+)"/.exec(relation ?? '')?.[1] ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** One at a time: a sheet is far larger than what may be held. */
function* rowsOf(sheet: ZipEntry): Generator<{ row: string; number: number | undefined }> {
  const decoder = new TextDecoder();
  let rest = '';
  const row = /<(?:\w+:)?row(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g;
  for (const piece of sheet.pieces(MAX_SHEET_BYTES)) {
    rest += decoder.decode(piece, { stream: true });
    let end = 0;
    for (const found of rest.matchAll(row)) {
      end = found.index + found[0].length;
      const number = /\br="(\d+)"/.exec(found[1] ?? '')?.[1];
      yield { row: found[2] ?? '', number: number === undefined ? undefined : Number(number) };
    }
    rest = rest.slice(end);
    if (rest.length > MAX_ROW_CHARS) {
      if (/<(?:\w+:)?row[\s>]/.test(rest))
        throw new ShapeError(`a row of the sheet is longer than ${MAX_ROW_CHARS} characters`);
      rest = rest.slice(-1_000);
    }
  }
}

function fieldsOf(row: string, cells: Cells): string[] {
  const fields: string[] = [];
  for (const [, attributes = '', content = ''] of row.matchAll(
    /<(?:\w+:)?c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g,
  )) {
    const letters = /\br="([A-Z]{1,3})\d+"/.exec(attributes)?.[1];
    const column = letters ? columnOf(letters) : fields.length;
    if (column >= MAX_COLUMNS)
      throw new ShapeError(`the sheet has a cell in column ${letters}, want ${MAX_COLUMNS} columns at most`);
    while (fields.length < column) fields.push('');
    fields[column] = shown(attributes, content, cells);
  }
  return fields;
}

/** `A` is 0, `AA` is 26. */
const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

function shown(attributes: string, content: string, { shared, dateStyles, is1904 }: Cells): string {
  const type = /\bt="(\w+)"/.exec(attributes)?.[1];
  if (type === 'inlineStr') return textIn(content);
  const value = unescaped(/<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/.exec(content)?.[1] ?? '');
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type === 'str' || type === 'e' || type === 'd' || value === '') return value;
  const style = Number(/\bs="(\d+)"/.exec(attributes)?.[1] ?? 0);
  return dateStyles.has(style) ? dateOf(Number(value), is1904) : String(Number(value));
}

const DAY_MS = 86_400_000;

/** A day, or a day and a time; a sheet knows no time zone. In the system of 1900 there was a 29 February that never was. */
function dateOf(serial: number, is1904: boolean): string {
  const days = is1904 ? serial + 1_462 : serial < 60 ? serial + 1 : serial;
  const at = new Date(Math.round(((days - 25_569) * DAY_MS) / 1_000) * 1_000);
  if (Number.isNaN(at.getTime())) return String(serial);
  const text = at.toISOString();
  return Number.isInteger(serial) ? text.slice(0, 10) : text.slice(0, 19);
}

/** Styles by which a number is shown as a date: those that every workbook knows, and those of this one that name a day, a year or an hour. */
function dateStyles(styles: string): ReadonlySet<number> {
  const formats = new Map(
    [...styles.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)].map(([tag]) => [
      Number(/\bnumFmtId="(\d+)"/.exec(tag)?.[1]),
      unescaped(/\bformatCode="([^"]*)"/.exec(tag)?.[1] ?? ''),
    ]),
  );
  const isDate = (id: number): boolean => {
    const code = formats.get(id);
    if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47);
    return /[dyhs]|m{1,2}/i.test(code.replace(/"[^"]*"|\\.|\[(?:\$|[a-z]{3,})[^\]]*\]/gi, ''));
  };
  const used = /<(?:\w+:)?cellXfs[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(styles)?.[1] ?? '';
  const ids = [...used.matchAll(/<(?:\w+:)?xf\s[^>]*>/g)].map(([tag]) =>
    Number(/\bnumFmtId="(\d+)"/.exec(tag)?.[1] ?? 0),
  );
  return new Set(ids.flatMap((id, index) => (isDate(id) ? [index] : [])));
}

/** All pieces of a text that is written in several fonts; how it is pronounced is left out. */
const textIn = (xml: string): string =>
  [
    ...xml
      .replace(/<(?:\w+:)?rPh[\s>][\s\S]*?<\/(?:\w+:)?rPh>/g, '')
      .matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g),
  ]
    .map(([, text = '']) => unescaped(text))
    .join('');

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
        (whole, hex?: string, decimal?: string, name?: string) => {
          if (name !== undefined) return NAMED[name] ?? whole;
          const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
          return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        },
      )
    : text;
