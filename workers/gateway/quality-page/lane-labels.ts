// What stands before a lane of the time line: what tells it from the others, in the room there is. The table below names places in full. Pure.
const MOST_CHARACTERS = 22;
/** Of a name that is cut. What differs stands at the end more often than at the beginning. */
const [HEAD, TAIL] = [8, 13];

/** One for each place, in their order. */
export function laneLabels(places: readonly string[]): readonly string[] {
  const parts = places.map((place) => place.split('/'));
  const [first = []] = parts;
  const isComparable = parts.length > 1 && parts.every(({ length }) => length === first.length);
  const tells = first.map((one, i) => !isComparable || parts.some((place) => place[i] !== one));
  return parts.map((place) => cut(place.filter((_, i) => tells[i] ?? true).join('/')));
}

const cut = (label: string): string =>
  label.length > MOST_CHARACTERS ? `${label.slice(0, HEAD)}…${label.slice(-TAIL)}` : label;
