// One ONNX graph, ready to run: feature rows in, one Float32 per row and head out. Walked where that gives the same bits, else in ONNX Runtime. Checks shapes, never meaning.
import { type Explains, explains, type RowExplanation } from './explain/explanation.ts';
import { type OnnxFile, readOnnx } from './onnx/file.ts';
import { CircularTreeError } from './onnx/forest.ts';
import { type Program, programOf } from './onnx/program.ts';
import { openInRuntime } from './runtime-graph.ts';

type Run = (tensor: Float32Array) => Promise<Float32Array[]>;

export interface Graph {
  /** `tensor` is row-major. Gives one array per head, in the order of the heads. */
  readonly run: Run;
  /** Why ONNX Runtime runs it; null where it is walked. One of them for every batch: the same row has the same bits whoever asks beside it. */
  readonly inRuntimeFor: string | null;
  /** What moved each head of each row; null for a graph that cannot be explained, and for a row whose parts do not add up. */
  explain(tensor: Float32Array): Promise<readonly (RowExplanation | null)[] | null>;
  close(): Promise<void>;
}

export interface Shape {
  readonly features: readonly string[];
  readonly heads: readonly string[];
}

/** Throws a sentence when the bytes are no graph of this shape. `isExact` puts a way to run it to the golden vectors. */
export async function openGraph(
  onnx: ArrayBuffer,
  shape: Shape,
  isExact: (run: Run) => Promise<boolean>,
): Promise<Graph> {
  const bytes = new Uint8Array(onnx);
  const walk = walkable(bytes, shape);
  if (typeof walk !== 'string') {
    const run: Run = async (tensor) => walk(tensor);
    if (await isExact(run))
      return { run, inRuntimeFor: null, explain: explaining(bytes, shape, run), close: async () => {} };
  }
  const inRuntimeFor = typeof walk === 'string' ? walk : 'walked, its golden vectors have other bits';
  const opened = await openInRuntime(bytes, shape);
  return { ...opened, inRuntimeFor, explain: explaining(bytes, shape, opened.run) };
}

/** Few ask why: what it takes is made when the first one does. */
function explaining(bytes: Uint8Array, shape: Shape, run: Run): Graph['explain'] {
  let made: Explains | null | undefined;
  return async (tensor) => {
    if (made === undefined) made = explainable(bytes, shape, run);
    // A graph whose answer cannot be taken apart is not known by its nodes alone: the answer stands, unexplained.
    return made === null ? null : made.rows(tensor).catch(() => null);
  };
}

function explainable(bytes: Uint8Array, shape: Shape, run: Run): Explains | null {
  try {
    return explains(bytes, { ...shape, run });
  } catch {
    return null;
  }
}

/** Or why not, in a sentence: what another writer made, the runtime may know. */
function walkable(bytes: Uint8Array, { features, heads }: Shape): Program | string {
  const file = readable(bytes);
  if (typeof file === 'string') return file;
  mustBe('outputs', file.outputs, heads);
  try {
    return programOf(file, features.length);
  } catch (error) {
    if (error instanceof CircularTreeError) throw error;
    return saying(error);
  }
}

function readable(bytes: Uint8Array): OnnxFile | string {
  try {
    return readOnnx(bytes);
  } catch (error) {
    return saying(error);
  }
}

const saying = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function mustBe(what: string, got: readonly string[], want: readonly string[]): void {
  if (got.join() !== want.join()) throw new Error(`the graph has ${what} ${got}, the model declares ${want}`);
}
