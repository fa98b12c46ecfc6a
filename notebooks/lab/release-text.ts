// release.json and golden.json as text: what is alike stands in one line each, so that a change can be read.
import type { Golden, Release } from '../../models/release.ts';

export function releaseText({ sketches, ...rest }: Release): string {
  const { features, heads } = sketches;
  const lists = `"features": ${lines(features)},\n    "heads": ${lines(heads)}`;
  return `${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "sketches": {\n    ${lists}\n  }\n}\n`;
}

export function goldenText({ cases, ...rest }: Golden): string {
  return `${JSON.stringify(rest).slice(0, -1)},"cases":${lines(cases)}}\n`;
}

const lines = (values: readonly object[]): string => `[\n${values.map((one) => JSON.stringify(one)).join(',\n')}\n]`;
