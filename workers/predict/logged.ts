// An answer whose rows have ids, and are remembered under them once they were told. What nobody was told is not logged.
import { parseInstant } from '../../data/time.ts';
import type { LoggedRow } from './answer-lines.ts';
import { type Logging, remember } from './answer-log.ts';
import type { Answered, Answering } from './prediction.ts';

export function logged(answering: Answering, logging: Logging): Answering {
  const { model, release: identity, issuedAt = null, simulated, rowCount } = answering;
  return {
    ...answering,
    async rows(first, count) {
      return (await answering.rows(first, count)).map(withId);
    },
    told(told, first) {
      const rows = told.flatMap((one, i) => loggedRow(one, first + i));
      remember(logging, rowCount, { model: model.id, identity, issuedAt, simulated, rows });
    },
  };
}

const withId = ({ row, ...rest }: Answered): Answered =>
  row.source === 'none' ? { row, ...rest } : { row: { id: crypto.randomUUID(), ...row }, ...rest };

function loggedRow({ row, features, correction }: Answered, index: number): LoggedRow[] {
  if (row.source === 'none' || row.id === undefined) return [];
  const { id, source, values, entity, valid_at, reason } = row;
  const validAt = valid_at === undefined ? null : parseInstant(valid_at);
  return [
    {
      ...{ id, row: index, source, values },
      ...(entity !== undefined && { entity }),
      ...(validAt !== null && { validAt }),
      ...(reason !== undefined && { reason }),
      features: features && Float32Array.from(features),
      correction,
    },
  ];
}
