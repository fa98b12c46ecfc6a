// Hears at once that workerd died: Miniflare tells its log, and calls back only when it runs again. Prints errors and nothing else.
import { Log, LogLevel } from 'miniflare';

export class CrashLog extends Log {
  readonly #died: () => void;

  constructor(died: () => void) {
    super(LogLevel.ERROR);
    this.#died = died;
  }

  override warn(message: string): void {
    if (message.includes('crashed unexpectedly')) this.#died();
    super.warn(message);
  }
}
