// What every case of a drill is given: the product, how to ask it, and how an operator speaks to it.
import type { Client } from '../ingest/client.ts';
import type { Journal } from './journal.ts';
import type { DrilledProduct } from './product.ts';
import type { Ask } from './questions.ts';

export interface Drilled {
  readonly product: DrilledProduct;
  readonly ask: Ask;
  readonly call: Client;
}

export interface DrillCase {
  readonly name: string;
  readonly what: string;
  play(drilled: Drilled, journal: Journal): Promise<void>;
}
