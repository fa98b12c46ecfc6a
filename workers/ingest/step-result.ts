// What one step may hand to the next. A Workflow keeps it, and in the cloud refuses more; nothing on one machine does.
/** The cloud's 2^20, and room for how it writes a value down. */
const MAX_BYTES = 1_000_000;

/** Doing the step again gives the same. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError';
}

/** Throws where it is too large to be kept. */
export function bounded(step: string, result: unknown): void {
  const bytes = new TextEncoder().encode(JSON.stringify(result)).byteLength;
  if (bytes > MAX_BYTES)
    throw new OversizeError(
      `step "${step}" made a result of ${bytes} bytes, want ${MAX_BYTES} at most: what is larger goes by way of the lake`,
    );
}
