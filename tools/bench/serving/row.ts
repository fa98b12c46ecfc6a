// One row of the table of serving: ours, the peer's, their ratio, and whether that is what is asked for. Measures nothing.

export interface ServeRow {
  readonly name: string;
  /** Null with the reason in `note`, where it could not be measured. */
  readonly ours: number | null;
  /** Null where the bar is a figure and no ratio. */
  readonly peer: number | null;
  readonly ratio: number | null;
  readonly bar: number;
  readonly ok: boolean | null;
  readonly note?: string;
}

export const atLeast = (bar: number, name: string, ours: number, peer: number): ServeRow =>
  row(name, ours, peer, bar, ours / peer >= bar);

export const atMost = (bar: number, name: string, ours: number, peer: number): ServeRow =>
  row(name, ours, peer, bar, ours / peer <= bar);

/** Lower than the peer's. */
export const below = (name: string, ours: number, peer: number): ServeRow => row(name, ours, peer, 1, ours < peer);

/** A figure that stands alone. */
export const under = (bar: number, name: string, ours: number): ServeRow => ({
  name,
  ours,
  peer: null,
  ratio: null,
  bar,
  ok: ours < bar,
});

export const notMeasured = (bar: number, name: string, note: string): ServeRow => ({
  name,
  ours: null,
  peer: null,
  ratio: null,
  bar,
  ok: null,
  note,
});

const row = (name: string, ours: number, peer: number, bar: number, ok: boolean): ServeRow => ({
  name,
  ours,
  peer,
  ratio: ours / peer,
  bar,
  ok,
});
