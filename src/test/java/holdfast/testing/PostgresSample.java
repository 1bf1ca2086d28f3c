package holdfast.testing;

/** A small but realistic database: a bit of everything that a dump has to bring back. */
public final class PostgresSample {
  private PostgresSample() {}

  /** Fills a database with it, owned by the role that owns the database. */
  public static void fill(PostgresDatabase database) {
    database.server().execute("postgres", ROLES);
    database.executeAsKeeper(SCHEMA);
    database.executeAsKeeper(ROWS);
    database.executeAsKeeper(RIGHTS);
    // Without statistics the server answers the same but estimates otherwise.
    database.execute("ANALYZE");
  }

  private static final String ROLES =
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'Report Reader') THEN
          CREATE ROLE "Report Reader";
        END IF;
      END $$
      """;

  private static final String SCHEMA =
      """
      CREATE SCHEMA "Sales Data";
      COMMENT ON SCHEMA "Sales Data" IS 'it''s "quoted" 🧾';
      CREATE EXTENSION citext;
      CREATE TYPE mood AS ENUM ('sad', 'so-so', 'happy');
      CREATE DOMAIN positive AS numeric CHECK (VALUE > 0);
      CREATE SEQUENCE invoice_number START 1000 INCREMENT 7;

      CREATE TABLE customer (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email citext NOT NULL UNIQUE,
        name text,
        mood mood DEFAULT 'so-so',
        tags text[],
        extra jsonb,
        photo bytea,
        born date,
        seen timestamptz,
        address inet,
        shout text GENERATED ALWAYS AS (upper(name)) STORED
      );
      COMMENT ON TABLE customer IS E'two\\nlines';
      CREATE INDEX customer_extra ON customer USING gin (extra);
      CREATE INDEX customer_name ON customer (lower(name)) WHERE name IS NOT NULL;

      CREATE TABLE "Sales Data"."Order" (
        id serial,
        customer_id bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
        number bigint NOT NULL DEFAULT nextval('invoice_number'),
        amount positive,
        at timestamptz NOT NULL,
        PRIMARY KEY (id, at)
      ) PARTITION BY RANGE (at);
      CREATE TABLE "Sales Data".order_2025 PARTITION OF "Sales Data"."Order"
        FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE "Sales Data".order_2026 PARTITION OF "Sales Data"."Order"
        FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE TABLE empty_one ();

      CREATE VIEW happy_customer AS SELECT id, name FROM customer WHERE mood = 'happy';
      CREATE MATERIALIZED VIEW turnover AS
        SELECT customer_id, sum(amount) AS total FROM "Sales Data"."Order" GROUP BY 1;

      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        NEW.seen := coalesce(NEW.seen, timestamptz '2026-01-01 00:00:00Z');
        RETURN NEW;
      END $body$;
      CREATE TRIGGER customer_touch BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
      """;

  private static final String ROWS =
      """
      INSERT INTO customer (email, name, mood, tags, extra, photo, born, address)
      SELECT 'User' || i || '@Example.org',
        CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN E'tab\\t, "quote", \\\\backslash ''n'' newline\\n'
          WHEN 2 THEN 'Zoë 🦊 ' || i ELSE '\\N' END,
        (ARRAY['sad', 'so-so', 'happy']::mood[])[1 + i % 3],
        CASE WHEN i % 5 = 0 THEN NULL ELSE ARRAY['a,b', NULL, '{' || i || '}'] END,
        jsonb_build_object('n', i, 'deep', jsonb_build_array(NULL, 'x"y', 1.5)),
        decode(md5(i::text), 'hex'), date '1970-01-01' + i, ('10.0.' || i % 250 || '.1')::inet
      FROM generate_series(1, 3000) i;

      INSERT INTO "Sales Data"."Order" (customer_id, amount, at)
      SELECT 1 + i % 3000, CASE WHEN i % 9 = 0 THEN NULL ELSE i * 1.25 END,
        timestamptz '2025-01-01 00:00:00Z' + i * interval '1 hour'
      FROM generate_series(1, 9000) i;
      REFRESH MATERIALIZED VIEW turnover;

      SELECT lo_from_bytea(70001, decode(repeat('00ff10', 100000), 'hex'));
      SELECT lo_from_bytea(70002, '');
      COMMENT ON LARGE OBJECT 70001 IS 'a scan';
      """;

  private static final String RIGHTS =
      """
      GRANT USAGE ON SCHEMA "Sales Data" TO "Report Reader";
      GRANT SELECT ON happy_customer TO "Report Reader";
      GRANT SELECT (id, name) ON customer TO "Report Reader" WITH GRANT OPTION;
      ALTER DEFAULT PRIVILEGES IN SCHEMA "Sales Data" GRANT SELECT ON TABLES TO "Report Reader";
      CREATE TABLE secret_note (owner text, note text);
      CREATE POLICY own_notes ON secret_note FOR SELECT TO "Report Reader" USING (owner = CURRENT_USER);
      ALTER TABLE secret_note ENABLE ROW LEVEL SECURITY;
      """;
}
