// What a model's fitting is outside its notebook: what a backtest that refits calls. A file here is named after its model and exports `fit` and the model's name in PascalCase.
import type { Instant } from '../../../data/time.ts';
import type { FactsBySeries } from '../../../models/history.ts';

/**
 * The bytes of the graph, learnt from what came true before `until`. Pure: no clock, no files, the same facts and seed give the same
 * bytes. The facts it is given hold nothing that was not known yet. `earlier`: another series of the target from before it begins.
 */
export type Fit = (facts: FactsBySeries, until: Instant, earlier?: FactsBySeries) => Uint8Array | Promise<Uint8Array>;
