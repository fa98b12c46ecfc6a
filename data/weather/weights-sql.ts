// What people weigh, for statements that make means of areas from the weather of places. Text only.

/** `parameter` holds the weights of `places.ts` as JSON: text to every driver. */
export const weightsIn = (parameter: `$${number}`): string =>
  `jsonb_to_recordset(${parameter}::text::jsonb) AS w(area text, place text, people float8)`;

/** Of the places of an area, joined to their weights. */
export const meanByPeople = (value: string): string => `sum(w.people * ${value}) / sum(w.people)`;
