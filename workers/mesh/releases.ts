// What the gateway may ask predict about the releases of a model: keep one, say which answers as what, go back. Part of the contracts.
import type { CallContext, IsoInstant, ReleaseSummary } from './contracts.ts';
import type { Result } from './result.ts';

export const ALIASES = ['live', 'shadow', 'canary'] as const;
export type Alias = (typeof ALIASES)[number];

/** Three files, to the byte. */
export interface ReleaseUpload {
  readonly model: string;
  readonly release: string;
  readonly golden: string;
  readonly onnx: ArrayBuffer;
}
export interface ReleaseKept {
  readonly release: ReleaseSummary;
  /** True when it was kept before, with the same bytes. */
  readonly repeated: boolean;
}

/** Who answers as what. Absent where nobody does. */
export interface AliasesShown {
  /** How many changes there were: whoever wants another says which it has seen. */
  readonly version: number;
  /** The bundled release, while nobody has said otherwise. */
  readonly live?: string;
  readonly shadow?: string;
  readonly canary?: { readonly release: string; readonly percent: number };
  /** What a rollback makes live, and those before it. */
  readonly before: readonly string[];
}
export interface AliasChange {
  readonly version: number;
  readonly at: IsoInstant;
  readonly by: string;
  readonly reason: string;
  readonly what: 'live' | 'shadow' | 'canary' | 'clear' | 'rollback';
  readonly alias: Alias;
  readonly release?: string;
  readonly percent?: number;
}
export interface AliasHistory extends AliasesShown {
  /** The newest hundred, newest first. */
  readonly changes: readonly AliasChange[];
}
export interface ReleaseListed extends ReleaseSummary {
  readonly aliases: readonly Alias[];
  /** The one that came with the Worker itself. */
  readonly bundled: boolean;
}
export interface ModelReleases {
  readonly aliases: AliasesShown;
  /** Newest first. */
  readonly releases: readonly ReleaseListed[];
}

export type AliasWish =
  | { readonly kind: 'live' | 'shadow'; readonly release: string }
  | { readonly kind: 'canary'; readonly release: string; readonly percent: number }
  | { readonly kind: 'clear'; readonly alias: Alias }
  | { readonly kind: 'rollback' };
export interface AliasRequest {
  readonly model: string;
  readonly wish: AliasWish;
  readonly reason: string;
  /** The version that was seen; null for whatever stands. */
  readonly seen: number | null;
}

export interface ReleasesRpc {
  keepRelease(upload: ReleaseUpload, context: CallContext): Promise<Result<ReleaseKept>>;
  releasesOf(model: string, context: CallContext): Promise<Result<ModelReleases>>;
  aliasesOf(model: string, context: CallContext): Promise<Result<AliasHistory>>;
  changeAlias(request: AliasRequest, context: CallContext): Promise<Result<AliasesShown>>;
}
