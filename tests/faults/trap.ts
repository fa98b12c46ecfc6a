// Makes a run stand still in a step, inside Postgres, for as long as a test wants: then something can be killed there.
import pg from 'pg';

const LOCK = 4711;

export interface Trap {
  /** For the run whose window begins then, before it is started. `rows`: written, not yet committed. `report`: about to end. Any other word: the step of that name has begun. */
  set(windowFrom: string, step: string): Promise<void>;
  /** How many stand still. */
  caught(): Promise<number>;
  open(): Promise<void>;
  remove(): Promise<void>;
}

export async function layTrap(ownerUrl: string): Promise<Trap> {
  // Holds the lock that those in the trap wait for.
  const keeper = new pg.Client({ connectionString: ownerUrl });
  const watcher = new pg.Client({ connectionString: ownerUrl });
  await Promise.all([keeper.connect(), watcher.connect()]);
  await keeper.query(`
    CREATE TABLE trap (window_from timestamptz, step text);
    GRANT SELECT ON trap TO ingest;
    CREATE FUNCTION trap_run() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM trap t WHERE t.window_from = NEW.window_from
        AND (NEW.step LIKE t.step || ' %' OR (t.step = 'report' AND NEW.status = 'succeeded')))
      THEN PERFORM pg_advisory_xact_lock_shared(${LOCK}); END IF;
      RETURN NEW; END $$;
    CREATE TRIGGER trap BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION trap_run();
    CREATE FUNCTION trap_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM fresh f JOIN raw_object r ON r.id = f.load_raw JOIN run ON run.id = r.run_id
        JOIN trap t ON t.window_from = run.window_from AND t.step = 'rows')
      THEN PERFORM pg_advisory_xact_lock_shared(${LOCK}); END IF;
      RETURN NULL; END $$;
    CREATE TRIGGER trap AFTER INSERT ON consumption REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION trap_rows();
    SELECT pg_advisory_lock(${LOCK});`);
  return {
    async set(windowFrom, step) {
      await keeper.query('INSERT INTO trap VALUES ($1, $2)', [windowFrom, step]);
    },
    async caught() {
      const { rows } = await watcher.query<{ count: number }>(
        `SELECT count(DISTINCT pid)::integer FROM pg_locks WHERE locktype = 'advisory' AND objid = ${LOCK} AND NOT granted`,
      );
      return rows[0]?.count ?? 0;
    },
    async open() {
      await keeper.query('DELETE FROM trap');
      await keeper.query(`SELECT pg_advisory_unlock_all()`);
    },
    async remove() {
      await Promise.all([keeper.end(), watcher.end()]);
    },
  };
}
