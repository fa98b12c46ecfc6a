// The first sheet of an XLSX workbook as lines of a table: text as it stands, numbers with a point, dates as ISO 8601. Never computes a formula.
import type { CsvRecord } from './csv.ts';
import { ShapeError } from './dataset.ts';
import { elementsAcross, elementsIn, opening, type XmlElement } from './xlsx-elements.ts';
import { type ZipEntry, zipEntries } from './zip.ts';

export const MAX_XLSX_BYTES = 20 * 1_048_576;
/** Of the sheet, read in pieces; of all else, held in memory. */
const MAX_SHEET_BYTES = 512 * 1_048_576;
const MAX_PART_BYTES = 32 * 1_048_576;
const MAX_COLUMNS = 500;
/** Excel has no more: a row beyond is none that it wrote. */
const MAX_ROWS = 1_048_576;
const MAX_STRINGS = 500_000;
/** Excel allows 255. */
const MAX_FORMAT_CHARS = 1_000;
const LINES_AT_ONCE = 500;
/** Where a sheet says that it is one. */
const HEAD_CHARS = 2_000;
const WORKSHEET = /<(?:\w+:)?worksheet[\s>]/;

const SHEET = opening('sheet');
const WORKBOOK = opening('workbookPr');
const RELATIONSHIP = opening('Relationship');
const NUMBER_FORMAT = opening('numFmt');
const CELL_STYLES = opening('cellXfs');
const STYLE = opening('xf');
const STRING = opening('si');
const ROW = opening('row');
const CELL = opening('c');
const VALUE = opening('v');
const TEXT = opening('rPh|t');

export async function* xlsxLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly CsvRecord[]> {
  const entries = zipEntries(await whole(bytes));
  const text = (name: string): string => {
    const entry = entries.get(name);
    return entry ? [...textOf(entry, MAX_PART_BYTES)].join('') : '';
  };
  const workbook = text('xl/workbook.xml');
  if (workbook === '') throw new ShapeError('got a ZIP file that is no spreadsheet, want XLSX or CSV');
  const place = firstSheet(workbook, text('xl/_rels/workbook.xml.rels'));
  const sheet = entries.get(place);
  if (!sheet) throw new ShapeError(`the spreadsheet is broken: its first sheet, ${place.slice(0, 60)}, is missing`);
  const cells: Cells = {
    shared: stringsOf(entries.get('xl/sharedStrings.xml')),
    dateStyles: dateStyles(text('xl/styles.xml')),
    is1904: /\sdate1904="(?:1|true)"/.test(firstIn(workbook, WORKBOOK)?.attributes ?? ''),
  };
  let lines: CsvRecord[] = [];
  let line = 0;
  let rows = 0;
  let width = 0;
  let isEmpty = true;
  let head = '';
  function* pieces(of: ZipEntry): Generator<string> {
    for (const piece of textOf(of, MAX_SHEET_BYTES)) {
      if (head.length < HEAD_CHARS) head += piece.slice(0, HEAD_CHARS);
      yield piece;
    }
  }
  for (const { attributes, content } of elementsAcross(pieces(sheet), ROW)) {
    if (++rows > MAX_ROWS)
      throw new ShapeError(`got a sheet of more than ${MAX_ROWS} rows, want one that Excel has: send it as CSV`);
    const number = /\br="(\d+)"/.exec(attributes)?.[1];
    line = number === undefined ? line + 1 : Number(number);
    const fields = fieldsOf(content, cells);
    // A row ends at its last cell with something in it: the header says how wide the table is.
    while (fields.length < width) fields.push('');
    width = width || fields.length;
    if (fields.some((field) => field !== '')) {
      lines.push({ line, fields, text: fields.join(';') });
      isEmpty = false;
    }
    if (lines.length >= LINES_AT_ONCE) {
      yield lines;
      lines = [];
    }
  }
  if (lines.length > 0) yield lines;
  if (!isEmpty) return;
  if (WORKSHEET.test(head))
    throw new ShapeError(
      'the first sheet of the spreadsheet is empty, want a header and rows in it: others are not read',
    );
  throw new ShapeError(`the spreadsheet is broken: its first sheet, ${place.slice(0, 60)}, is no sheet`);
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
  if (all[0] !== 0x50 || all[1] !== 0x4b)
    throw new ShapeError('got something that is no XLSX file: a CSV file is sent as text/csv');
  return all;
}

function* textOf(entry: ZipEntry, mostBytes: number): Generator<string> {
  const decoder = new TextDecoder();
  for (const piece of entry.pieces(mostBytes)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

function firstIn(xml: string, kind: RegExp): XmlElement | undefined {
  for (const element of elementsIn(xml, kind)) return element;
  return undefined;
}

function firstSheet(workbook: string, relations: string): string {
  const id = /\br:id="([^"]+)"/.exec(firstIn(workbook, SHEET)?.attributes ?? '')?.[1];
  const target = targetOf(relations, id) ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function targetOf(relations: string, id: string | undefined): string | undefined {
  for (const { attributes } of elementsIn(relations, RELATIONSHIP))
    if (attributes.includes(`Id="${id}"`)) return /\bTarget="([^"]+)"/.exec(attributes)?.[1];
  return undefined;
}

/** The texts that cells name by their number: each is read and let go before the next. */
function stringsOf(entry: ZipEntry | undefined): readonly string[] {
  const strings: string[] = [];
  if (!entry) return strings;
  for (const { content } of elementsAcross(textOf(entry, MAX_PART_BYTES), STRING)) {
    if (strings.length === MAX_STRINGS)
      throw new ShapeError(`the spreadsheet holds more than ${MAX_STRINGS} different texts: send it as CSV`);
    strings.push(textIn(content));
  }
  return strings;
}

function fieldsOf(row: string, cells: Cells): string[] {
  const fields: string[] = [];
  for (const { attributes, content } of elementsIn(row, CELL)) {
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
  const value = unescaped(firstIn(content, VALUE)?.content ?? '');
  if (type === 's') {
    const text = shared[Number(value)];
    if (text !== undefined) return text;
    throw new ShapeError(`the spreadsheet is broken: a cell names text ${value.slice(0, 20)} of ${shared.length}`);
  }
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
  const formats = new Map<number, string>();
  for (const { attributes } of elementsIn(styles, NUMBER_FORMAT)) {
    const code = /\bformatCode="([^"]*)"/.exec(attributes)?.[1] ?? '';
    formats.set(Number(/\bnumFmtId="(\d+)"/.exec(attributes)?.[1]), unescaped(code.slice(0, MAX_FORMAT_CHARS)));
  }
  const isDate = (id: number): boolean => {
    const code = formats.get(id);
    if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47);
    return /[dyhs]|m{1,2}/i.test(code.replace(/"[^"]*"|\\.|\[(?:\$|[a-z]{3,})[^\]]*\]/gi, ''));
  };
  const used = firstIn(styles, CELL_STYLES)?.content ?? '';
  const ids = Array.from(elementsIn(used, STYLE), ({ attributes }) =>
    Number(/\bnumFmtId="(\d+)"/.exec(attributes)?.[1] ?? 0),
  );
  return new Set(ids.flatMap((id, index) => (isDate(id) ? [index] : [])));
}

/** All pieces of a text that is written in several fonts; how it is pronounced is left out. */
function textIn(xml: string): string {
  let text = '';
  for (const { name, content } of elementsIn(xml, TEXT)) if (name === 't') text += unescaped(content);
  return text;
}

const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
        (whole, hex?: string, decimal?: string, name?: string) => {
          if (name !== undefined) return NAMED.get(name) ?? whole;
          const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
          return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        },
      )
    : text;
