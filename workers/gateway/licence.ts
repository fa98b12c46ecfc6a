// The licence of a dataset, on everything that leaves: a JSON field where there is one, else headers and the name of the file.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { formatInstant, type TimeWindow } from '../../data/time.ts';

/** RFC 8288; the attribution is not ASCII, so it is a `title*` (RFC 8187). */
export const licenceLink = ({ licence }: DatasetDefinition): string =>
  `<${licence.url}>; rel="license"; title*=UTF-8''${encodeURIComponent(licence.attribution)}`;

/** A file that was saved has lost its headers: its name still says whose data it is. */
export function fileName({ id, licence }: DatasetDefinition, window: TimeWindow | undefined, format: string): string {
  const day = (at: number) => formatInstant(at).slice(0, 10);
  return [id, ...(window ? [day(window.from), day(window.to)] : []), `${licence.id}.${format}`].join('_');
}
