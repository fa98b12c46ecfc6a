// A file from the disk to the API: streamed, in parts when it is large. The same file again is the same upload: what has arrived is not sent twice.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { CSV, XLSX } from '../../data/upload.ts';
import type { Client } from './client.ts';
import { amount, bar, type Line, rateOf } from './line.ts';

const Accepted = z.object({ run: z.string(), repeated: z.boolean() });
const State = z.object({
  upload: z.string(),
  parts: z.array(z.object({ number: z.number(), bytes: z.number(), sha256: z.string() })),
  run: z.string().optional(),
});

/** A request may bring 100 MiB; smaller parts lose less when a line breaks. */
const PART_BYTES = 32 * 1_048_576;

export async function send(
  file: string,
  {
    dataset,
    quality,
    dry,
    call,
    line,
  }: {
    readonly dataset: string;
    readonly quality?: string | undefined;
    readonly dry: boolean;
    readonly call: Client;
    readonly line: Line;
  },
): Promise<{ readonly run: string; readonly repeated: boolean }> {
  const { size } = await stat(file);
  if (size === 0) throw new Error(`${file} is empty, want a file with a header and rows`);
  const isXlsx = extname(file).toLowerCase() === '.xlsx';
  const headers = { 'idempotency-key': keyOf({ file, dataset, quality, sha256: await sha256Of(file) }) };
  const wishes = new URLSearchParams({ ...(quality && { quality }), ...(dry && { dry_run: 'true' }) });
  const rate = rateOf();
  let sent = 0;
  const piece = (start: number, end: number): ReadableStream => {
    const source = createReadStream(file, { start, end: end - 1 });
    source.on('data', (chunk) => {
      sent += chunk.length;
      line.show(
        `${bar(sent, size)} ${amount(sent, 'bytes')} of ${amount(size, 'bytes')} sent, ${amount(rate(sent), 'bytes')}/s`,
      );
    });
    return Readable.toWeb(source) as ReadableStream;
  };
  if (size <= PART_BYTES) {
    const type = isXlsx ? XLSX : CSV;
    return Accepted.parse(
      await call(`/v1/datasets/${dataset}/files?${wishes}`, { type, headers, body: piece(0, size) }),
    );
  }
  wishes.set('type', isXlsx ? 'xlsx' : 'csv');
  const uploads = `/v1/datasets/${dataset}/uploads`;
  const { upload, parts, run } = State.parse(await call(`${uploads}?${wishes}`, { method: 'POST', headers }));
  if (run !== undefined) return { run, repeated: true };
  for (let number = 1, start = 0; start < size; number++, start += PART_BYTES) {
    const end = Math.min(size, start + PART_BYTES);
    if (parts.some((part) => part.number === number && part.bytes === end - start)) {
      sent += end - start;
      continue;
    }
    const type = 'application/octet-stream';
    await call(`${uploads}/${upload}/parts/${number}`, { method: 'PUT', type, body: piece(start, end) });
  }
  return Accepted.parse(await call(`${uploads}/${upload}`, { method: 'POST' }));
}

/** The key names the bytes and what they are for: another file of the same name, or the same for another purpose, is another upload. */
export function keyOf({
  file,
  dataset,
  quality = '',
  sha256,
}: {
  readonly file: string;
  readonly dataset: string;
  readonly quality?: string | undefined;
  readonly sha256: string;
}): string {
  return `${dataset}/${printable(quality)}/${printable(basename(file)).slice(0, 120)}-${sha256.slice(0, 16)}`;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

const printable = (text: string): string => text.replaceAll(/[^\x21-\x7e]/g, '_');
