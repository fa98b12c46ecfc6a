// What is there and what is missing, drawn: one lane per place, time from left to right. Shape and fill say the same as colour. Pure.
import type { QualityReport } from '../../mesh/quality-report.ts';
import type { Figures } from './figures.ts';
import { type Html, html } from './html.ts';
import { laneLabels } from './lane-labels.ts';
import type { Words } from './words.ts';

const LABEL = 170;
const WIDTH = 700;
const LANE = 22;
const BAR = 14;
const TICKS = 5;

export function timeline(
  { from, to, expected, lanes, others }: NonNullable<QualityReport['timeline']>,
  words: Words,
  figures: Figures,
): Html {
  const labels = laneLabels(lanes.map(({ place }) => place));
  const all = [
    ...lanes.map(({ present, expected: own = expected }, i) => ({
      label: labels[i] || words.wholePlace,
      present,
      due: own,
    })),
    ...(others
      ? [
          {
            label: words.otherPlaces(figures.number(others.places)),
            present: others.present,
            due: expected.map((steps) => steps * others.places),
          },
        ]
      : []),
  ];
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const missing = all.reduce((total, { due, present }) => total + sum(due) - sum(present), 0);
  const height = all.length * LANE + 30;
  return html`<div class="wide" role="region" aria-label="${words.timeline}" tabindex="0"><svg viewBox="0 0 ${LABEL + WIDTH + 20} ${height}" role="img" aria-labelledby="timeline-title timeline-says">
<title id="timeline-title">${words.timelineTitle}</title>
<desc id="timeline-says">${words.timelineSays(figures.number(all.length), figures.number(missing))}</desc>
${all.map((lane, i) => laneOf(lane, i * LANE))}
${ticks({ from, to, y: all.length * LANE, figures })}
</svg></div>
<p class="legend"><span><svg viewBox="0 0 24 14" aria-hidden="true">${bar('all', 0, 24, 0)}</svg> ${words.laneAll}</span>
<span><svg viewBox="0 0 24 14" aria-hidden="true">${bar('some', 0, 24, 0)}</svg> ${words.laneSome}</span>
<span><svg viewBox="0 0 24 14" aria-hidden="true">${bar('none', 0, 24, 0)}</svg> ${words.laneNone}</span>
<span><svg viewBox="0 0 24 14" aria-hidden="true">${bar('later', 0, 24, 0)}</svg> ${words.laneNotDue}</span></p>`;
}

type State = 'all' | 'some' | 'none' | 'later' | 'nothing';

function laneOf(
  lane: { readonly label: string; readonly present: readonly number[]; readonly due: readonly number[] },
  y: number,
): Html {
  const lastDue = lane.due.findLastIndex((steps) => steps > 0);
  const states = lane.due.map((due, i): State => {
    // Steps longer than a stretch: what is between them belongs to the one before.
    if (due === 0) return i > lastDue ? 'later' : 'nothing';
    const present = lane.present[i] ?? 0;
    if (present >= due) return 'all';
    return present === 0 ? 'none' : 'some';
  });
  for (const [i, state] of states.entries()) if (state === 'nothing') states[i] = states[i - 1] ?? 'later';
  const bars: Html[] = [];
  const width = WIDTH / states.length;
  for (let begin = 0, i = 1; i <= states.length; i++) {
    if (states[i] === states[begin]) continue;
    bars.push(bar(states[begin]!, LABEL + begin * width, (i - begin) * width, y + (LANE - BAR) / 2));
    begin = i;
  }
  return html`<text x="${LABEL - 10}" y="${y + LANE / 2 + 4}" class="end">${lane.label}</text>${bars}
`;
}

function bar(state: State, x: number, width: number, y: number): Html {
  const left = Number(x.toFixed(1));
  const wide = Number(Math.max(1.5, width).toFixed(1));
  if (state === 'all') return html`<rect class="all" x="${left}" y="${y}" width="${wide}" height="${BAR}"/>`;
  if (state === 'some')
    return html`<rect class="none" x="${left}" y="${y + 0.5}" width="${wide}" height="${BAR - 1}"/><rect class="some" x="${left}" y="${y + BAR / 2}" width="${wide}" height="${BAR / 2}"/>`;
  if (state === 'none')
    return html`<rect class="none" x="${left}" y="${y + 0.5}" width="${wide}" height="${BAR - 1}"/><path class="cross" d="M${left} ${y + BAR}L${Number((left + wide).toFixed(1))} ${y}"/>`;
  return html`<path class="later" d="M${left} ${y + BAR / 2}h${wide}"/>`;
}

function ticks({ from, to, y, figures }: { from: string; to: string; y: number; figures: Figures }): Html[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const isLong = end - begin > 3 * 86_400_000;
  return Array.from({ length: TICKS }, (_, i) => {
    const share = i / (TICKS - 1);
    const at = new Date(begin + share * (end - begin)).toISOString();
    const x = LABEL + share * WIDTH;
    const isEnd = i === 0 || i === TICKS - 1;
    const side = isEnd ? (i === 0 ? 'start' : 'end') : 'middle';
    const label = isLong ? figures.date(at) : isEnd ? figures.moment(at) : figures.time(at);
    return html`<path class="axis" d="M${x} ${y + 2}v5"/><text class="${side} small" x="${x}" y="${y + 20}">${label}</text>`;
  });
}
