// What all hours of a day share is worked out once per history, not once per hour. The answers are the same: a history never changes.

export type Remember<T> = (history: object, key: string, work: () => T) => T;

export function rememberPerHistory<T>(): Remember<T> {
  const known = new WeakMap<object, Map<string, T>>();
  return (history, key, work) => {
    const answers = known.get(history) ?? new Map<string, T>();
    known.set(history, answers);
    const answer = answers.get(key);
    if (answer !== undefined) return answer;
    const fresh = work();
    answers.set(key, fresh);
    return fresh;
  };
}
