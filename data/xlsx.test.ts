import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ShapeError } from './dataset.ts';
import { xlsxLines } from './xlsx.ts';

const RELATIONS =
  '<Relationships><Relationship Type="x/styles" Target="styles.xml" Id="rId9"/><Relationship Id="rId1" Target="worksheets/first.xml"/></Relationships>';
const STYLES =
  '<styleSheet><numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="171" formatCode="0.00&quot; day&quot;"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>';
const STRINGS =
  '<sst><si><t>at</t></si><si><r><t>load</t></r><r><t xml:space="preserve">_mw &amp; more</t></r></si><si/></sst>';

function workbook(
  sheet: string,
  { is1904 = false, more = {} }: { is1904?: boolean; more?: Record<string, Uint8Array> } = {},
): Uint8Array {
  const head = `<workbook xmlns:r="x"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  return zipSync({
    'xl/worksheets/first.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
    'xl/workbook.xml': strToU8(head),
    'xl/_rels/workbook.xml.rels': strToU8(RELATIONS),
    'xl/styles.xml': strToU8(STYLES),
    'xl/sharedStrings.xml': strToU8(STRINGS),
    ...more,
  });
}

async function lines(bytes: Uint8Array): Promise<[number, readonly string[]][]> {
  const out: [number, readonly string[]][] = [];
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += 1_000) yield bytes.subarray(i, i + 1_000);
  }
  for await (const batch of xlsxLines(pieces()))
    out.push(...batch.map(({ line, fields }): [number, readonly string[]] => [line, fields]));
  return out;
}

describe('a spreadsheet', () => {
  it('gives text, numbers, truth values and what a formula gave last, each in its column', async () => {
    const sheet =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>note</t></is></c></row>' +
      '<row r="3"><c r="A3"><v>1.5E3</v></c><c r="C3" t="b"><v>1</v></c></row>' +
      '<row r="4"/><row r="5"><c r="B5" t="str"><f>A1&amp;"x"</f><v>a&lt;b</v></c></row>';
    expect(await lines(workbook(sheet))).toEqual([
      [1, ['at', 'load_mw & more', 'note']],
      [3, ['1500', '', 'true']],
      [5, ['', 'a<b', '']],
    ]);
  });

  it('knows a date by its style, in the systems of 1900 and of 1904, around the 29 February that never was', async () => {
    const cell = (column: string, style: number, value: number) => `<c r="${column}1" s="${style}"><v>${value}</v></c>`;
    const sheet = `<row r="1">${cell('A', 1, 46_347)}${cell('B', 2, 46_347.4375)}${cell('C', 3, 46_347)}${cell('D', 1, 59)}${cell('E', 1, 61)}</row>`;
    expect(await lines(workbook(sheet))).toEqual([
      [1, ['2026-11-21', '2026-11-21T10:30:00', '46347', '1900-02-28', '1900-03-01']],
    ]);
    const [first] = await lines(workbook(`<row r="1">${cell('A', 1, 44_885)}</row>`, { is1904: true }));
    expect(first).toEqual([1, ['2026-11-21']]);
  });

  it('is read when its prefixes are those of another program', async () => {
    expect(await lines(workbook('<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row>'))).toEqual([[1, ['at']]]);
  });

  it('may hold half a million texts', async () => {
    const strings = strToU8(`<sst>${'<si/>'.repeat(499_999)}<si><t>last</t></si></sst>`);
    const sheet = '<row r="1"><c r="A1" t="s"><v>499999</v></c></row>';
    expect(await lines(workbook(sheet, { more: { 'xl/sharedStrings.xml': strings } }))).toEqual([[1, ['last']]]);
  });

  it('of many rows is read in pieces, however long', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i}</v></c></row>`);
    const read = await lines(workbook(rows.join('')));
    expect(read.length).toBe(20_000);
    expect(read.at(-1)).toEqual([20_000, ['19999']]);
  });
});

describe('refused with a sentence is', () => {
  const texts = (count: number) => ({ 'xl/sharedStrings.xml': strToU8(`<sst>${'<si/>'.repeat(count)}</sst>`) });
  const bomb = { 'xl/sharedStrings.xml': new Uint8Array(40 * 1_048_576) };
  it.each([
    [
      'an .xls file, or a password',
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0),
      'got an .xls file, or one with a password',
    ],
    ['something else', strToU8('<html>'), 'got something that is no XLSX file'],
    [
      'another kind of ZIP file',
      zipSync({ 'word/document.xml': strToU8('x') }),
      'got a ZIP file that is no spreadsheet',
    ],
    ['half a file', workbook('<row r="1"/>').subarray(0, 300), 'the spreadsheet is broken: its end is missing'],
    ['an empty sheet', workbook('<row r="1"><c r="A1"/></row>'), 'the first sheet of the spreadsheet is empty'],
    [
      'a bomb of a sheet that is none',
      workbook('', { more: { 'xl/worksheets/first.xml': new Uint8Array(30 * 1_048_576) } }),
      'the spreadsheet is broken: its first sheet, xl/worksheets/first.xml, is no sheet',
    ],
    [
      'a text that is not there',
      workbook('<row r="1"><c r="A1" t="s"><v>3</v></c></row>'),
      'the spreadsheet is broken: a cell names text 3 of 3',
    ],
    ['a row too many', workbook('<row/>'.repeat(1_048_577)), 'got a sheet of more than 1048576 rows'],
    ['a bomb', workbook('<row r="1"/>', { more: bomb }), 'unpacks to more than 33554432 bytes'],
    [
      'a text too many',
      workbook('', { more: texts(500_001) }),
      'holds more than 500000 different texts: send it as CSV',
    ],
  ])('%s', async (_, bytes, words) => {
    await expect(lines(bytes)).rejects.toThrow(ShapeError);
    await expect(lines(bytes)).rejects.toThrow(words);
  });

  it.each([
    ['a row', '<row>'.repeat(400_000), {}, 'a <row> of the spreadsheet is longer than 1000000 characters'],
    ['a row of a short sheet', '<row>'.repeat(100_000), {}, 'a <row> never ends'],
    ['a cell', `<row>${'<c>'.repeat(300_000)}</row>`, {}, 'a <c> never ends'],
    ['a tag', `<row>${'<c '.repeat(300_000)}</row>`, {}, 'a <c> never ends'],
    ['a value', `<row><c>${'<v>'.repeat(300_000)}</c></row>`, {}, 'a <v> never ends'],
    ['a shared string', '', { 'xl/sharedStrings.xml': strToU8('<si>'.repeat(200_000)) }, 'a <si> never ends'],
    ['a style', '', { 'xl/styles.xml': strToU8('<numFmt '.repeat(500_000)) }, 'a <numFmt> never ends'],
  ])(
    '%s that never ends, in the time of a few readings: looking for each end anew would take minutes',
    { timeout: 15_000 },
    async (_, sheet, more, words) => {
      await expect(lines(workbook(sheet, { more }))).rejects.toThrow(words);
    },
  );

  it('an entry that is encrypted', async () => {
    const bytes = workbook('<row r="1"/>');
    const at = bytes.findIndex(
      (byte, i) => byte === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1 && bytes[i + 3] === 2,
    );
    bytes[at + 8] = 1;
    await expect(lines(bytes)).rejects.toThrow('the spreadsheet is encrypted: save it without a password');
  });
});
