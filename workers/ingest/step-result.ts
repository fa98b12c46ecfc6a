// What one step may hand to the next. A Workflow keeps it, and in the cloud refuses more; nothing on one machine does.
const MAX_CHARACTERS = 1_048_576;

/** Doing the step again gives the same. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError';
}

/** Throws where it is too large to be kept. */
export function bounded(step: string, result: unknown): void {
  const characters = JSON.stringify(result)?.length ?? 0;
  if (characters >= MAX_CHARACTERS)
    throw new OversizeError(
      `step "${step}" made a result of ${characters} characters, want fewer than ${MAX_CHARACTERS}: what is larger goes by way of the lake`,
    );
}
