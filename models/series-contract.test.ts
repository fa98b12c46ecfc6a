// What every series model must keep, whoever adds it: run over the whole catalogue.
import { describe, expect, it } from 'vitest';
import { nextStep } from '../data/grid.ts';
import type { Instant } from '../data/time.ts';
import { changed, only } from '../tests/other-facts.ts';
import { answersOf, goldenOf } from '../tests/released.ts';
import { withoutAmbient } from '../tests/without-ambient.ts';
import { models } from './catalogue.gen.ts';
import { float32Of } from './float32.ts';
import { type FactsBySeries, factsKey, type History, historyAsOf } from './history.ts';
import type { ModelDefinition } from './model.ts';
import { type Question, rehearsalFacts, rehearsalQuestions } from './rehearsal.ts';
import { tensorOf } from './tensor.ts';

const catalogue: readonly ModelDefinition[] = Object.values(models);
const seriesModels = catalogue.flatMap((model) => (model.kind === 'series' ? [[model.id, model] as const] : []));

describe.each(seriesModels)('%s, a series model,', (_, model) => {
  const facts = rehearsalFacts(model);
  const questions = rehearsalQuestions(model);
  const ask = (history: History, { entity, validAt, issuedAt }: Question) => ({
    row: model.row(history, entity, validAt, issuedAt),
    baseline: model.baseline(history, entity, validAt, issuedAt),
  });
  const askAlone = (question: Question) => ask(historyAsOf(facts, question.issuedAt), question);
  const asked = questions.map(askAlone);

  it('gives exactly the features it names', () => {
    for (const { row } of asked) expect(Object.keys(row).sort()).toEqual([...model.features].sort());
  });

  it('forecasts every step of the days on which the clocks move', () => {
    for (const issuedAt of new Set(questions.map((question) => question.issuedAt))) {
      const { from, to } = model.horizon.window(issuedAt);
      const steps = questions.filter((question) => question.issuedAt === issuedAt).map(({ validAt }) => validAt);
      const wanted: number[] = [];
      for (let at = from; at < to; at = nextStep(model.horizon.step, at)) wanted.push(at);
      expect(steps).toEqual(wanted);
    }
  });

  it('knows every feature at some time, and has a baseline even on the day with gaps', () => {
    expect(model.features.filter((feature) => asked.every(({ row }) => Number.isNaN(row[feature])))).toEqual([]);
    expect(asked.filter(({ baseline }) => !Number.isFinite(baseline))).toEqual([]);
  });

  it('looks at nothing but its arguments: not at the clock, not at chance, not at Intl', () => {
    const again = withoutAmbient(() => questions.map(askAlone));
    expect(again).toEqual(asked);
  });

  it('is not moved by what is not known yet', () => {
    const absurdAfter = perIssue((issuedAt) => changed(facts, (value, knownAt) => (knownAt > issuedAt ? 1e9 : value)));
    for (const [i, question] of questions.entries()) {
      expect(ask(absurdAfter(question), question), question.what).toEqual(asked[i]);
    }
    const question = questions[0]!;
    const moved = changed(facts, (value, knownAt) => (knownAt > question.issuedAt ? value : value * 1.5 + 1));
    expect(ask(together(moved)(question), question)).not.toEqual(asked[0]);
  });

  it('looks no further back than it says', () => {
    const recentAt = perIssue((issuedAt) => only(facts, (at) => at >= issuedAt - model.reach));
    for (const [i, question] of questions.entries()) {
      expect(ask(recentAt(question), question), question.what).toEqual(asked[i]);
    }
  });

  it('says NaN where nothing is known, never 0', () => {
    const nothing = together(new Map());
    for (const [i, question] of questions.entries()) {
      const { row, baseline } = ask(nothing(question), question);
      const fromHistory = model.features.filter((feature) => !Object.is(row[feature], asked[i]!.row[feature]));
      expect(fromHistory.length).toBeGreaterThan(0);
      expect(fromHistory.filter((feature) => !Number.isNaN(row[feature]))).toEqual([]);
      expect(baseline).toBeNaN();
    }
  });

  it('gives bounds on either side of its best guess, and not the same everywhere', () => {
    const best = model.heads.findIndex(({ kind }) => kind === 'value');
    const bounds = model.heads.flatMap((head, i) => (head.kind === 'quantile' ? [{ i, level: head.level }] : []));
    const answers = goldenOf(model.id).cases.map(({ outputs }) => outputs.map(float32Of));
    for (const { i, level } of bounds) {
      const beyond = answers.map((answer) => (answer[i]! / answer[best]! - 1) * Math.sign(level - 0.5));
      expect(Math.min(...beyond)).toBeGreaterThan(0);
      expect(new Set(beyond.map((one) => one.toPrecision(3))).size).toBeGreaterThan(1);
    }
  });

  it('follows the size of its target: 2 % more in the past is 2 % more in the forecast', async () => {
    const larger = new Map(facts);
    // Others' forecasts of it are in its unit, and grow with it.
    for (const series of model.inputs.filter((one) => unitOf(one) === unitOf(model.target))) {
      for (const entity of model.entities) {
        const key = factsKey(series, entity);
        const known = facts.get(key);
        if (known) larger.set(key, { ...known, value: known.value.map((value) => value * 1.02) });
      }
    }
    const rowsFrom = (from: FactsBySeries) => {
      const history = together(from);
      const rows = questions.map((question) => ask(history(question), question).row);
      return tensorOf(model.features, rows);
    };
    const before = await answersOf(model, rowsFrom(facts));
    const after = await answersOf(model, rowsFrom(larger));
    const furthest = before.flatMap((values, head) =>
      values.map((value, i) => Math.abs(after[head]![i]! / value / 1.02 - 1)),
    );
    expect(Math.max(...furthest)).toBeLessThan(0.0005);
  });
});

/** "consumption/load_mw" is of the dataset and the unit of "consumption/rte_day_ahead_mw". */
const unitOf = (series: string): string => series.replace(/\/.*_/, ' ');

/** What is forecast at one instant is asked of one history, as predict asks: features remember in it what they share. */
const together = (facts: FactsBySeries): ((question: Question) => History) => perIssue(() => facts);

/** Each day's questions are asked of facts, and of a history, of their own. */
function perIssue(make: (issuedAt: Instant) => FactsBySeries): (question: Question) => History {
  const made = new Map<Instant, History>();
  return ({ issuedAt }) => {
    const history = made.get(issuedAt) ?? historyAsOf(make(issuedAt), issuedAt);
    made.set(issuedAt, history);
    return history;
  };
}
