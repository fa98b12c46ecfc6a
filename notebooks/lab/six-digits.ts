// Figures as they are kept: six digits say all there is to say, and hide the last bits, in which machines may differ.

export const sixDigits = (value: number): number => Number(value.toPrecision(6));
