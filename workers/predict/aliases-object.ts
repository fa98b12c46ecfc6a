// The one object that says which release answers as what, over the whole mesh: one word after the other, and who said it. Opens no release.
import { DurableObject } from 'cloudflare:workers';
import { Change, changed, type ModelAliases, NO_ALIASES } from './aliases.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What somebody wants; the object itself says when, and as which version. */
export type Wish = Without<Change, 'version' | 'at'>;

export type Said =
  | { readonly done: true; readonly aliases: ModelAliases }
  /** Somebody else was first. */
  | { readonly done: false; readonly aliases: ModelAliases };

export class Aliases extends DurableObject {
  readonly #states = new Map<string, ModelAliases>();

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS change (model TEXT, version INTEGER, said TEXT NOT NULL, PRIMARY KEY (model, version))',
    );
    for (const { model, said } of sql.exec<{ model: string; said: string }>(
      'SELECT model, said FROM change ORDER BY version',
    )) {
      this.#states.set(model, changed(this.#of(model), Change.parse(JSON.parse(said))));
    }
  }

  /** By model. One that nobody ever touched is not there. */
  all(): Record<string, ModelAliases> {
    return Object.fromEntries(this.#states);
  }

  /** `seen` is the version that whoever asks has read; null takes whatever stands. */
  say(model: string, wish: Wish, seen: number | null): Said {
    const aliases = this.#of(model);
    if (seen !== null && seen !== aliases.version) return { done: false, aliases };
    if (wish.kind === 'rollback' && wish.release !== aliases.before[0]) return { done: false, aliases };
    const change: Change = { ...wish, version: aliases.version + 1, at: Date.now() };
    const next = changed(aliases, change);
    if (answersTheSame(aliases, next)) return { done: true, aliases };
    this.ctx.storage.sql.exec('INSERT INTO change VALUES (?, ?, ?)', model, change.version, JSON.stringify(change));
    this.#states.set(model, next);
    return { done: true, aliases: next };
  }

  /** Newest first. */
  history(model: string, limit: number): Change[] {
    return this.ctx.storage.sql
      .exec<{ said: string }>('SELECT said FROM change WHERE model = ? ORDER BY version DESC LIMIT ?', model, limit)
      .toArray()
      .map(({ said }) => Change.parse(JSON.parse(said)));
  }

  #of(model: string): ModelAliases {
    return this.#states.get(model) ?? NO_ALIASES;
  }
}

/** Said again, it changes nothing: neither what a rollback does, nor the version that others have seen. */
const answersTheSame = (one: ModelAliases, other: ModelAliases): boolean =>
  one.live === other.live &&
  one.shadow === other.shadow &&
  one.canary?.release === other.canary?.release &&
  one.canary?.percent === other.canary?.percent;
