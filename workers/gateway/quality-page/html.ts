// HTML put together from values: whatever is a string is escaped. Pure, no network, no script.

export interface Html {
  readonly html: string;
}
export type Part = string | number | Html | undefined | readonly Part[];

export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: fixed.map((text, i) => text + textOf(parts[i])).join('') };
}

/** For text of ours alone: a stylesheet. */
export const trusted = (text: string): Html => ({ html: text });

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return 'html' in part ? part.html : part.map(textOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no page may hold
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\uFFFD')
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
