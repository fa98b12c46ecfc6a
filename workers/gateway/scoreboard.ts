// A scoreboard as it is shown: figures of everybody over the same steps, what is missing left out, as JSON and as CSV. Pure.
import type { BoardLine, EntrantSteps } from '../../db/queries/scoreboard.ts';
import { type ErrorFigures, figuresOf, skillOver } from '../../models/score.ts';
import { csvLine } from './csv.ts';

type Shown = { readonly steps: number } & Partial<Record<Exclude<keyof ErrorFigures, 'steps'>, number>>;
type Rival = (typeof RIVALS)[number];

export interface Competitor extends Shown {
  readonly contestant: string;
  /** Steps that the baseline answered in the model's place. */
  readonly baseline_steps: number;
  /** How much smaller the absolute error is than the rival's: 1 is perfect, below 0 is worse. */
  readonly skill_over: Partial<Record<Rival, number>>;
}
export interface Board {
  readonly steps: number;
  readonly competitors: readonly Competitor[];
}
export interface Scoreboard extends Board {
  readonly releases: readonly string[];
  /** All of the live forecast's; those that somebody else lacks are in no figure. */
  readonly live_steps: number;
  readonly by_hour: readonly (Shown & { readonly contestant: string; readonly hour: number })[];
  readonly by_day: readonly (Shown & { readonly contestant: string; readonly day: string })[];
  readonly challengers: readonly (Board & { readonly role: string; readonly release: string })[];
}

const RIVALS = ['published', 'persistence', 'last_week'] as const;

export function boardOf(lines: readonly BoardLine[]): Board {
  const whole = lines.filter(({ hour, day }) => hour === null && day === null);
  const competitors = whole.map((line) => ({
    contestant: line.contestant,
    ...shown(line),
    baseline_steps: line.baselineSteps,
    skill_over: Object.fromEntries(
      RIVALS.flatMap((rival) => {
        const other = whole.find(({ contestant }) => contestant === rival && contestant !== line.contestant);
        const skill = other ? skillOver(other, line) : null;
        return skill === null ? [] : [[rival, skill]];
      }),
    ),
  }));
  return { steps: competitors[0]?.steps ?? 0, competitors };
}

/** Each has a board, and so a question to Postgres, of its own. */
export const CHALLENGERS_SHOWN = 10;

/** Those that were scored last, in the order in which they came; of one last day the newest, since a release begins with its date. */
export function challengersShown(entrants: readonly EntrantSteps[]): readonly EntrantSteps[] {
  const challengers = entrants.filter(({ role }) => role !== 'live');
  const age = ({ lastDay, release }: EntrantSteps) => `${lastDay} ${release}`;
  const newest = challengers.toSorted((a, b) => (age(a) < age(b) ? 1 : -1)).slice(0, CHALLENGERS_SHOWN);
  return challengers.filter((one) => newest.includes(one));
}

export function scoreboardOf(
  lines: readonly BoardLine[],
  entrants: readonly EntrantSteps[],
  challengers: Scoreboard['challengers'],
): Scoreboard {
  const live = entrants.filter(({ role }) => role === 'live');
  return {
    releases: live.map(({ release }) => release),
    live_steps: live.reduce((sum, { steps }) => sum + steps, 0),
    ...boardOf(lines),
    by_hour: lines.flatMap((line) =>
      line.hour === null ? [] : [{ hour: line.hour, contestant: line.contestant, ...shown(line) }],
    ),
    by_day: lines.flatMap((line) =>
      line.day === null ? [] : [{ day: line.day, contestant: line.contestant, ...shown(line) }],
    ),
    challengers,
  };
}

/** A figure of nothing is left out. */
function shown(line: BoardLine): Shown {
  const { steps, ...figures } = figuresOf(line);
  return { steps, ...Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== null)) };
}

const FIGURES = ['mape_percent', 'mae', 'rmse', 'bias', 'pinball', 'coverage_80'] as const;

/** One line per contestant for the period, then per hour of the day and per day; challengers with their release. */
export function scoreboardCsv({ competitors, by_hour, by_day, challengers }: Scoreboard): string {
  const line = (scope: string, at: string | number, release: string, one: Shown & { readonly contestant: string }) =>
    csvLine([scope, at, one.contestant, release, one.steps, ...FIGURES.map((figure) => one[figure])]);
  return [
    csvLine(['scope', 'at', 'contestant', 'challenger', 'steps', ...FIGURES]),
    ...competitors.map((one) => line('period', '', '', one)),
    ...by_hour.map((one) => line('hour', one.hour, '', one)),
    ...by_day.map((one) => line('day', one.day, '', one)),
    ...challengers.flatMap(({ release, competitors: beside }) =>
      beside.map((one) => line('challenger', '', release, one)),
    ),
  ].join('');
}
