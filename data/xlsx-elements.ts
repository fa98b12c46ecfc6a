// The elements of one kind in the XML of a spreadsheet, in the time of one reading however they are written. Never looks for an element inside another of its kind.
import { ShapeError } from './dataset.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: string;
  readonly content: string;
}

const MAX_ELEMENT_CHARS = 1_000_000;
const CHARS_AT_ONCE = 65_536;
/** Longer than any tag that may be cut where one piece ends. */
const TAIL_CHARS = 1_000;

/** What begins an element of one of these names (`rPh|t`), whatever its prefix. */
export const opening = (names: string): RegExp => new RegExp(`<((?:\\w+:)?(${names}))(?=[\\s/>])`, 'g');

export function* elementsIn(xml: string, kind: RegExp): Generator<XmlElement> {
  const { open } = yield* closedIn(xml, kind);
  if (open !== undefined) throw neverEnds(open);
}

/** Holds one element at a time: a sheet is far larger than what may be held. */
export function* elementsAcross(pieces: Iterable<string>, kind: RegExp): Generator<XmlElement> {
  let rest = '';
  let enough = CHARS_AT_ONCE;
  for (const piece of pieces) {
    rest += piece;
    if (rest.length < enough) continue;
    const { end, open } = yield* closedIn(rest, kind, MAX_ELEMENT_CHARS);
    rest = rest.slice(open === undefined ? Math.max(end, rest.length - TAIL_CHARS) : end);
    if (rest.length > MAX_ELEMENT_CHARS) throw tooLong(open ?? '');
    // A long element is looked at when it has doubled, not at every piece.
    enough = 2 * rest.length + CHARS_AT_ONCE;
  }
  const { open } = yield* closedIn(rest, kind, MAX_ELEMENT_CHARS);
  if (open !== undefined) throw neverEnds(open);
}

interface Unread {
  /** Where the reading stopped: before the element that is open, or after the last one. */
  readonly end: number;
  /** The name of the element that is not closed. */
  readonly open?: string;
}

function* closedIn(xml: string, kind: RegExp, most = Number.POSITIVE_INFINITY): Generator<XmlElement, Unread> {
  let end = 0;
  for (;;) {
    kind.lastIndex = end;
    const found = kind.exec(xml);
    if (!found) return { end };
    const [start, tag = '', name = ''] = found;
    const from = found.index + start.length;
    const head = xml.indexOf('>', from);
    const isEmpty = xml[head - 1] === '/';
    const close = head === -1 || isEmpty ? head : xml.indexOf(`</${tag}>`, head);
    if (close === -1) return { end: found.index, open: name };
    end = isEmpty ? head + 1 : close + tag.length + 3;
    if (end - found.index > most) throw tooLong(name);
    if (isEmpty) yield { name, attributes: xml.slice(from, head - 1), content: '' };
    else yield { name, attributes: xml.slice(from, head), content: xml.slice(head + 1, close) };
  }
}

const tooLong = (name: string) =>
  new ShapeError(`a <${name}> of the spreadsheet is longer than ${MAX_ELEMENT_CHARS} characters: send it as CSV`);

const neverEnds = (name: string) => new ShapeError(`the spreadsheet is broken: a <${name}> never ends`);
