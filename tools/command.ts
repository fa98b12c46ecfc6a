// How every command is asked, and how it ends: 0 when done, 1 when it failed, 2 when it was not understood and nothing was begun. Says it in a sentence; with DEBUG=1 the stack too.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { z } from 'zod';

/** The words of a command, got and wanted. */
export class NotUnderstood extends Error {}

interface Asking<Options extends ParseArgsOptionsConfig> {
  allowPositionals: true;
  args: string[];
  options: Options;
}
type Asked<Options extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<Asking<Options>>>;

export interface Command<Options extends ParseArgsOptionsConfig> {
  /** As in `npm run <name>`. */
  readonly name: string;
  readonly usage: string;
  readonly options: Options;
  readonly run: (asked: Asked<Options>) => Promise<void> | void;
}

export async function command<const Options extends ParseArgsOptionsConfig>(
  { name, usage, options, run }: Command<Options>,
  args = process.argv.slice(2),
): Promise<void> {
  if (args.includes('--help')) return console.log(usage);
  try {
    refuseStrangers(options, args);
    await run(parseArgs<Asking<Options>>({ allowPositionals: true, args, options }));
  } catch (error) {
    const isMisused = error instanceof NotUnderstood;
    console.error(process.env['DEBUG'] ? error : sentenceOf(error));
    if (isMisused) console.error(`How it is asked: npm run ${name} -- --help`);
    process.exitCode = isMisused ? 2 : 1;
  }
}

/** Node's own words about an option speak of how parsers work. */
function refuseStrangers(options: ParseArgsOptionsConfig, args: string[]): void {
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, value } = token;
    const type = Object.hasOwn(options, token.name) ? options[token.name]?.type : undefined;
    if (type === undefined) throw new NotUnderstood(`there is no option ${rawName}; ${optionsSaid(options)}`);
    if (type === 'boolean' && value !== undefined) throw new NotUnderstood(`${rawName} takes no value, got ${value}`);
    if (type === 'string' && (value === undefined || (!token.inlineValue && value.startsWith('-'))))
      throw new NotUnderstood(
        `${rawName} wants a value, got ${value ?? 'nothing'}. One that begins with a dash: ${rawName}=-…`,
      );
  }
}

const optionsSaid = (options: ParseArgsOptionsConfig): string =>
  `want ${[...Object.keys(options), 'help'].map((name) => `--${name}`).join(', ')}`;

/** What a person can mend is a sentence; the rest is for whoever mends this program. */
export function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return `what came back has another shape than this command knows: ${z.prettifyError(error)}`;
  if (!(error instanceof Error)) return String(error);
  // A name with two addresses fails twice, and says nothing of its own.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentenceOf).join('; ');
  const { code, path } = { code: undefined, path: undefined, ...error };
  const said = typeof code === 'string' ? OF_THE_SYSTEM[code] : undefined;
  return said !== undefined && typeof path === 'string' ? `${path} ${said}` : error.message;
}

const OF_THE_SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'is not there: check how it is written',
  EACCES: 'may not be opened: check who owns it',
  EPERM: 'may not be opened: check who owns it',
  EISDIR: 'is a folder, want a file',
  ENOTDIR: 'lies in a file, want a folder there',
  EEXIST: 'is there already and is a file, want a folder',
  EROFS: 'cannot be written: the disk is read-only',
};
