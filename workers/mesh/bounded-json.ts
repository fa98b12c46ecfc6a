// JSON that a stranger sent: counted before it is read, since a few packed kilobytes can say millions of brackets, and each of them becomes an object. Pure.

/** Ten thousand rows, and much around them; a hundred thousand levels are still told where they stand. */
const MOST_OBJECTS = 250_000;
/** Ten thousand rows of the widest model are half of them. */
const MOST_VALUES = 4_000_000;
/** Shorter ones cannot say enough to matter. */
const SHORT_CHARACTERS = 65_536;

const [QUOTE, COMMA, BACKSLASH, BRACKET, BRACE] = [0x22, 0x2c, 0x5c, 0x5b, 0x7b];

/** As JSON.parse does. Throws a sentence, too, where there is more than any question here needs. */
export function readJson(text: string): unknown {
  if (text.length > SHORT_CHARACTERS) mustBeBounded(text);
  return JSON.parse(text);
}

function mustBeBounded(text: string): void {
  let [objects, values] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfText(text, at);
    else if (character === COMMA) values += 1;
    else if (character === BRACKET || character === BRACE) objects += 1;
    if (objects > MOST_OBJECTS) throw new Error(`more than ${MOST_OBJECTS} objects and lists`);
    if (values > MOST_VALUES) throw new Error(`more than ${MOST_VALUES} values`);
  }
}

/** Where the text that begins here ends; behind everything when it does not. */
function endOfText(text: string, begin: number): number {
  for (let quote = text.indexOf('"', begin + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text.charCodeAt(quote - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return quote;
  }
  return text.length;
}
