// What somebody types next in another terminal: with the address, the key and the state folder of this very start. Runs nothing.
import { join } from 'node:path';

export function nextCommands({
  directory,
  isElsewhere,
  url,
}: {
  readonly directory: string;
  /** Not the folder in which the commands look by themselves. */
  readonly isElsewhere: boolean;
  readonly url: string;
}): readonly string[] {
  return [
    isElsewhere
      ? 'in another terminal (npm run ingest, forecast, release and db want the first line):'
      : 'in another terminal:',
    ...(isElsewhere ? [`  export WATTMESH_HOME=${quoted(directory)}`] : []),
    `  KEY=$(cat ${quoted(join(directory, 'api-key'))}) URL=${url}`,
    '  curl -H "X-API-Key: $KEY" "$URL/v1/models/load-day-ahead/forecast"',
  ];
}

/** As a shell reads it. */
export const quoted = (text: string): string =>
  /^[\w./@%+,:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
