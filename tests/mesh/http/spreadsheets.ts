// XLSX files over HTTP: read in workerd within its memory, and refused with the true reason where they are not what they seem.
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { XLSX } from '../../../data/upload.ts';
import type { Gateway } from './gateway.ts';

const MIB = 1_048_576;
const CSV = 'text/csv';

function workbook(rows: readonly (readonly string[])[], more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const sheet = rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('');
  return zipSync({
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8('<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
    ...more,
  });
}

const GOOD = workbook([
  ['area', 'at', 'load_mw'],
  ['FR', '2026-03-10T14:00:00Z', '60200'],
]);

/** Each entry of it says that it is encrypted. */
function encrypted(): Uint8Array {
  const bytes = GOOD.slice();
  for (let i = 0; i + 8 < bytes.length; i++)
    if (bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1 && bytes[i + 3] === 2) bytes[i + 8] = 1;
  return bytes;
}

const REFUSED = [
  [
    'a bomb',
    XLSX,
    workbook([], { 'xl/sharedStrings.xml': new Uint8Array(40 * MIB) }),
    'unpacks to more than 33554432 bytes',
  ],
  ['a CSV file under its name', XLSX, strToU8('area;at;load_mw\n'), 'got something that is no XLSX file'],
  ['one under the name of a CSV file', CSV, GOOD, 'got a spreadsheet or a ZIP file as CSV'],
  ['one whose entries are encrypted', XLSX, encrypted(), 'the spreadsheet is encrypted: save it without a password'],
  [
    'one with a password',
    XLSX,
    Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0),
    'got an .xls file, or one with a password',
  ],
  [
    'one with a header alone',
    XLSX,
    workbook([['area', 'at', 'load_mw']]),
    'got a header and no row below it, want rows',
  ],
  ['one cut in the middle', XLSX, GOOD.slice(0, 200), 'the spreadsheet is broken: its end is missing'],
  [
    'one of 20 MiB and a byte',
    XLSX,
    new Uint8Array(20 * MIB + 1),
    'got a spreadsheet of more than 20 MiB: send it as CSV',
  ],
] as const;

export function spreadsheets(gateway: Gateway): void {
  const { ask, ended } = gateway;
  /** Without its length, which would be refused before a byte is read: what counts is what comes. */
  async function runOf(key: string, type: string, bytes: Uint8Array): Promise<string> {
    const headers = { 'Content-Type': type, 'Idempotency-Key': `spreadsheet-${key.replaceAll(' ', '-')}` };
    const init = { method: 'POST', headers, body: new Blob([new Uint8Array(bytes)]).stream(), duplex: 'half' };
    const response = await ask('/v1/datasets/consumption/files', init as RequestInit);
    expect([key, response.status]).toEqual([key, 202]);
    return (await response.json()).run;
  }

  describe('spreadsheets', () => {
    it('are read', async () => {
      const run = await runOf('good', XLSX, GOOD);
      expect(await ended(run)).toBe('succeeded');
      expect((await (await ask(`/v1/runs/${run}`)).json()).rows).toMatchObject({
        extracted: 1,
        inserted: 1,
        rejected: 0,
      });
    });

    it.each(REFUSED)('are refused with the reason: %s', async (key, type, bytes, words) => {
      const run = await runOf(key, type, bytes);
      expect(await ended(run)).toBe('failed');
      expect((await (await ask(`/v1/runs/${run}`)).json()).reason).toContain(words);
    });
  });
}
