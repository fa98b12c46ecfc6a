// A value that a stranger sent, shown in a message: short, on one line, whatever it is and however deep.

const MAX_CHARACTERS = 60;

export function glimpse(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `${value.length} values`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, MAX_CHARACTERS + 1)) : String(value);
  return text.length <= MAX_CHARACTERS + 2 ? text : `${text.slice(0, MAX_CHARACTERS).toWellFormed()}…`;
}
