// Migrations are generated from the tables of the mesh and of every dataset: a new dataset needs no edit here.
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./db/schema.ts', './db/prediction-schema.ts', './data/*/table.ts'],
  // Elsewhere when somebody only asks whether the migrations are current.
  out: process.env['DRIZZLE_OUT'] ?? './db/migrations',
});
