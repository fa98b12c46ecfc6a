// A notebook file (nbformat 4): its cells, and kernel messages as the outputs that are kept in it.
import { z } from 'zod';
import type { Message } from './wire.ts';

const Output = z.looseObject({ output_type: z.string() });
type Output = z.infer<typeof Output>;

const Cell = z.looseObject({
  cell_type: z.string(),
  source: z.union([z.string(), z.array(z.string())]),
  outputs: z.array(Output).optional(),
  execution_count: z.number().nullish(),
});
export type Cell = z.infer<typeof Cell>;

export const Notebook = z.looseObject({ nbformat: z.literal(4), cells: z.array(Cell) });
export type Notebook = z.infer<typeof Notebook>;

export const sourceOf = ({ source }: Cell): string => (typeof source === 'string' ? source : source.join(''));

/** Texts are kept as lists of lines, so that a change can be read. */
const lines = (text: string): string[] => text.split(/(?<=\n)/);
const isText = (mime: string): boolean => !mime.startsWith('image/') || mime === 'image/svg+xml';

const Stream = z.object({ name: z.string(), text: z.string() });
const Display = z.object({
  data: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).default({}),
  transient: z.object({ display_id: z.string().optional() }).optional(),
  execution_count: z.number().nullish(),
});

export interface Outputs {
  hear(message: Message): void;
  readonly list: readonly Output[];
  /** What went to stderr, where the kernel puts type errors and throws. */
  readonly complaint: string;
  /** What a notebook says of each release it wrote, as `models/load-day-ahead: release 2026-11-20-0f3a9c71`. */
  readonly releases: readonly string[];
}

const RELEASED = /^\S+: release \d{4}-\d{2}-\d{2}-[\da-f]{8}$/gm;

/** `neutral` takes this machine out of a text. */
export function collectOutputs(neutral: (text: string) => string): Outputs {
  const list: Output[] = [];
  const streams = new Map<Output, string>();
  const byDisplay = new Map<string, Output>();
  let complaint = '';
  const hearStream = ({ name, text }: z.infer<typeof Stream>): void => {
    if (name === 'stderr') complaint += text;
    const last = list.at(-1);
    const isSame = last?.output_type === 'stream' && last['name'] === name;
    const output: Output = isSame ? last : { output_type: 'stream', name };
    const whole = (streams.get(output) ?? '') + neutral(text);
    streams.set(output, whole);
    output['text'] = lines(whole);
    if (!isSame) list.push(output);
  };
  const hearDisplay = (type: string, { data, metadata, transient, execution_count }: z.infer<typeof Display>): void => {
    const kept = Object.entries(data).map(([mime, value]) => [
      mime,
      typeof value === 'string' && isText(mime) ? lines(neutral(value)) : value,
    ]);
    const shown = transient?.display_id === undefined ? undefined : byDisplay.get(transient.display_id);
    if (type === 'update_display_data' && shown) {
      shown['data'] = Object.fromEntries(kept);
      return;
    }
    const isResult = type === 'execute_result';
    const output: Output = {
      output_type: isResult ? 'execute_result' : 'display_data',
      data: Object.fromEntries(kept),
      metadata,
      ...(isResult ? { execution_count } : {}),
    };
    if (transient?.display_id !== undefined) byDisplay.set(transient.display_id, output);
    list.push(output);
  };
  return {
    list,
    get complaint() {
      return complaint;
    },
    get releases() {
      return [...streams.values()].flatMap((text) => text.match(RELEASED) ?? []);
    },
    hear({ type, content }) {
      if (type === 'stream') hearStream(Stream.parse(content));
      else if (/^(display_data|update_display_data|execute_result)$/.test(type))
        hearDisplay(type, Display.parse(content));
      else if (type === 'error') list.push({ output_type: 'error', ...content });
    },
  };
}
