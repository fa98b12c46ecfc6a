// What a source warns of, each sentence with how often it came. Bounded: the result of a step is, and whoever sends a file writes its column names.
const MAX_DIFFERENT = 50;
const MAX_CHARACTERS = 300;
const OTHERS = 'other warnings';

export function warningCounter() {
  const counts = new Map<string, number>();
  return {
    add(warning: string): void {
      const text = warning.length > MAX_CHARACTERS ? `${warning.slice(0, MAX_CHARACTERS - 1)}…` : warning;
      const label = counts.has(text) || counts.size < MAX_DIFFERENT ? text : OTHERS;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    },
    /** Text to how many times. */
    all: (): Readonly<Record<string, number>> => Object.fromEntries(counts),
  };
}
