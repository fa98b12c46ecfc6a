// Numbers, shares, durations and Paris dates as people of a language write them. Never asks Intl: it differs between runtimes.
import { HOUR, type Instant, parisClock, parisOffset } from '../../../data/time.ts';
import type { Words } from './words.ts';

export type Figures = ReturnType<typeof figuresOf>;

export function figuresOf({ decimalMark, thousandsMark, percentSign, months, units }: Words['writing']) {
  const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, thousandsMark);
  const two = (n: number): string => String(n).padStart(2, '0');

  function number(value: number): string {
    const size = Math.abs(value);
    // What no column of ours is meant to hold, a stranger may send all the same.
    if (size >= 1e15) return value.toExponential(2).replace('.', decimalMark);
    const [whole = '', rest = ''] = size.toFixed(decimalsOf(size)).split('.');
    const fraction = rest.replace(/0+$/, '');
    const isZero = Number(whole) === 0 && fraction === '';
    return `${value < 0 && !isZero ? '−' : ''}${grouped(whole)}${fraction && decimalMark + fraction}`;
  }

  const time = (iso: string): string => {
    const at = Date.parse(iso);
    const { hour, minute } = parisClock(at);
    return `${two(hour)}:${two(minute)}${isTwice(at) ? ` UTC+${parisOffset(at) / HOUR}` : ''}`;
  };
  const date = (iso: string): string => {
    const { day, month, year } = parisClock(Date.parse(iso));
    return `${day} ${months[month - 1]} ${year}`;
  };
  return {
    number,
    signed: (value: number): string => (value > 0 ? `+${number(value)}` : number(value)),
    /** Rounded down: 99.96 % is not all. */
    share: (part: number): string => `${number(Math.floor(part * 1_000) / 10)}${percentSign}`,
    date,
    time,
    moment: (iso: string): string => `${date(iso)}, ${time(iso)}`,
    seconds(count: number): string {
      if (count < 120) return `${number(Number(count.toFixed(2)))} ${units.second}`;
      if (count < 2 * 3_600) return `${number(Math.round(count / 60))} ${units.minute}`;
      if (count < 3 * 86_400) return `${number(Math.round(count / 3_600))} ${units.hour}`;
      return `${number(Math.round(count / 86_400))} ${units.day}`;
    },
  };
}

/** In the night when the clocks go back, one hour of the clock is two: only the offset says which. */
const isTwice = (at: Instant): boolean =>
  parisOffset(at) > parisOffset(at + HOUR) || parisOffset(at - HOUR) > parisOffset(at);

function decimalsOf(size: number): number {
  if (Number.isInteger(size) || size >= 1_000) return 0;
  if (size >= 100) return 1;
  return size >= 1 ? 2 : 4;
}
