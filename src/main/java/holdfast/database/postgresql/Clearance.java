package holdfast.database.postgresql;

import holdfast.database.IfOccupied;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has to go from a database before a backup is restored in its place, and how: everything but
 * what the server itself brings, extensions that stay, and what roles that are out of reach have
 * set for what they make: backups of this login cannot bring it back either. The work is done by
 * functions that are made in the target before: what stands in the archive to call them means the
 * same whatever the archive says of its encoding, and is short where pg_restore repeats it.
 *
 * @param marks of the restore itself
 * @param staying extensions that the backup has as well and that the role could not make again
 * @param publicStays whether the schema {@code public} is emptied instead of dropped
 * @param ifOccupied looked at once more, right before the first drop
 */
record Clearance(
    InPlaceMarks marks, Set<String> staying, boolean publicStays, IfOccupied ifOccupied) {
  /**
   * All that is not gone with something else: what is in a schema goes with it, members of an
   * extension with that. {@code through}: who may drop it besides its owner.
   */
  private static final String ROOTS =
      """
      SELECT o.class, o.id, o.made, o.owner, o.through FROM (
        SELECT 'pg_namespace'::regclass AS class, oid AS id, xmin AS made, nspowner AS owner, nspowner AS through
        FROM pg_namespace
        WHERE left(nspname, 3) <> 'pg_' AND nspname NOT IN ('information_schema', 'public', 'READY', 'ALLOWED')
        UNION ALL SELECT 'pg_extension'::regclass, e.oid, e.xmin, e.extowner,
          CASE WHEN n.nspname = 'public' AND PUBLIC_STAYS THEN NULL ELSE n.nspowner END
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname <> 'plpgsql' AND e.extname <> ALL (STAYING)
        UNION ALL SELECT 'pg_event_trigger'::regclass, oid, xmin, evtowner, NULL FROM pg_event_trigger
        UNION ALL SELECT 'pg_publication'::regclass, oid, xmin, pubowner, NULL FROM pg_publication
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid, xmin, srvowner, NULL FROM pg_foreign_server
        UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, xmin, fdwowner, NULL
        FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_language'::regclass, oid, xmin, lanowner, NULL FROM pg_language
        WHERE oid >= 16384
        UNION ALL SELECT 'pg_am'::regclass, oid, xmin, NULL, NULL FROM pg_am WHERE oid >= 16384
        UNION ALL SELECT 'pg_cast'::regclass, c.oid, c.xmin, s.typowner, t.typowner
        FROM pg_cast c JOIN pg_type s ON s.oid = c.castsource JOIN pg_type t ON t.oid = c.casttarget
        WHERE c.oid >= 16384
        UNION ALL SELECT 'pg_transform'::regclass, f.oid, f.xmin, t.typowner, NULL
        FROM pg_transform f JOIN pg_type t ON t.oid = f.trftype
        UNION ALL SELECT 'pg_largeobject'::regclass, oid, xmin, lomowner, NULL
        FROM pg_largeobject_metadata
        UNION ALL SELECT 'pg_default_acl'::regclass, d.oid, d.xmin, d.defaclrole, d.defaclrole
        FROM DEFAULTS WHERE is_in_reach
        UNION ALL SELECT i.class, i.id, i.made, i.owner, n.nspowner FROM (
          SELECT 'pg_class'::regclass AS class, oid AS id, xmin AS made, relnamespace AS schema, relowner AS owner
          FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
          UNION ALL SELECT 'pg_proc'::regclass, oid, xmin, pronamespace, proowner FROM pg_proc
          UNION ALL SELECT 'pg_type'::regclass, oid, xmin, typnamespace, typowner FROM pg_type
          UNION ALL SELECT 'pg_operator'::regclass, oid, xmin, oprnamespace, oprowner FROM pg_operator
          UNION ALL SELECT 'pg_opclass'::regclass, oid, xmin, opcnamespace, opcowner FROM pg_opclass
          UNION ALL SELECT 'pg_opfamily'::regclass, oid, xmin, opfnamespace, opfowner FROM pg_opfamily
          UNION ALL SELECT 'pg_collation'::regclass, oid, xmin, collnamespace, collowner FROM pg_collation
          UNION ALL SELECT 'pg_conversion'::regclass, oid, xmin, connamespace, conowner FROM pg_conversion
          UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, xmin, stxnamespace, stxowner FROM pg_statistic_ext
          UNION ALL SELECT 'pg_ts_config'::regclass, oid, xmin, cfgnamespace, cfgowner FROM pg_ts_config
          UNION ALL SELECT 'pg_ts_dict'::regclass, oid, xmin, dictnamespace, dictowner FROM pg_ts_dict
          UNION ALL SELECT 'pg_ts_parser'::regclass, oid, xmin, prsnamespace, NULL FROM pg_ts_parser
          UNION ALL SELECT 'pg_ts_template'::regclass, oid, xmin, tmplnamespace, NULL FROM pg_ts_template
        ) i JOIN pg_namespace n ON n.oid = i.schema WHERE n.nspname = 'public'
      ) o
      WHERE NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.id AND d.objsubid = 0 AND d.deptype IN ('e', 'i'))
      """;

  /** Those that are not gone with their schemas. */
  private static final String DEFAULTS =
      """
      (SELECT xmin, *, pg_has_role(defaclrole, MEMBERSHIP) AS is_in_reach FROM pg_default_acl
      WHERE defaclnamespace = 0 OR PUBLIC_STAYS AND defaclnamespace = to_regnamespace('public')) d
      """;

  private static final String STAYING_DEFAULTS =
      "SELECT pg_describe_object('pg_default_acl'::regclass, oid, 0) FROM DEFAULTS WHERE NOT is_in_reach ORDER BY 1";

  /** What the role of the session may not drop. */
  private static final String OUT_OF_REACH =
      """
      SELECT pg_describe_object(r.class, r.id, 0)
        || CASE WHEN r.owner IS NULL THEN '' ELSE ' of ' || pg_get_userbyid(r.owner) END
      FROM (ROOTS) r
      WHERE r.class <> 'pg_default_acl'::regclass AND NOT (coalesce(pg_has_role(r.owner, 'USAGE'), false) OR coalesce(pg_has_role(r.through, 'USAGE'), false)
        OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))
      ORDER BY r.class = 'pg_largeobject'::regclass, 1
      """;

  /**
   * Waiting for locks is limited until {@link InPlaceAdditions} are given, too. What autovacuum
   * looks after is dropped by its name, parents before their children, which locks it before its
   * indexes as everybody else does. To drop an extension, or a schema with a function, locks the
   * indexes first that need it: that and a worker would wait for each other. What others drop
   * meanwhile is gone as well.
   */
  private static final String CLEAR =
      """
      CREATE FUNCTION READY.clear() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $holdfast$
      DECLARE
        statements text[];
        statement text;
        entry record;
        remnant text;
      BEGIN
        PERFORM set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
        PERFORM set_config('transaction_timeout', '0', true)
        WHERE current_setting('transaction_timeout', true) IS NOT NULL;
        SET LOCAL lock_timeout = '5s';
        SET LOCAL client_min_messages = error;

        IF REFUSES AND EXISTS (SELECT FROM (ROOTS) r
            WHERE r.class NOT IN ('pg_extension'::regclass, 'pg_statistic_ext'::regclass)) THEN
          RAISE EXCEPTION 'the target is not empty any more, and this restore was to replace nothing';
        END IF;

        FOR entry IN
          SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I %s', pg_get_userbyid(d.defaclrole),
              CASE WHEN d.defaclnamespace = 0 THEN '' ELSE 'IN SCHEMA public' END) AS head,
            CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
              WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind,
            d.defaclobjtype AS letter, d.defaclnamespace = 0 AS is_global, d.defaclacl AS acl,
            quote_ident(pg_get_userbyid(d.defaclrole)) AS owner
          FROM DEFAULTS WHERE is_in_reach
        LOOP
          FOR statement IN
            SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
            FROM aclexplode(entry.acl)
          LOOP
            EXECUTE format('%s REVOKE ALL ON %s FROM %s', entry.head, entry.kind, statement);
          END LOOP;
          IF entry.is_global THEN
            EXECUTE format('%s GRANT ALL ON %s TO %s', entry.head, entry.kind, entry.owner);
            IF entry.letter IN ('f', 'T') THEN
              EXECUTE format('%s GRANT ALL ON %s TO PUBLIC', entry.head, entry.kind);
            END IF;
          END IF;
        END LOOP;

        statements := ARRAY(
          SELECT format('DROP EVENT TRIGGER IF EXISTS %I', e.evtname)
          FROM (ROOTS) r JOIN pg_event_trigger e ON e.oid = r.id WHERE r.class = 'pg_event_trigger'::regclass)
        || ARRAY(
          SELECT format('DROP %s IF EXISTS %I.%I CASCADE',
            CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, n.nspname, c.relname)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'm') AND left(n.nspname, 3) <> 'pg_'
            AND n.nspname NOT IN ('information_schema', 'READY', 'ALLOWED')
            AND (pg_has_role(c.relowner, 'USAGE') OR pg_has_role(n.nspowner, 'USAGE'))
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
          ORDER BY EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid), c.oid)
        || ARRAY(
          SELECT format('DROP PUBLICATION IF EXISTS %I', p.pubname)
          FROM (ROOTS) r JOIN pg_publication p ON p.oid = r.id WHERE r.class = 'pg_publication'::regclass)
        || ARRAY(
          SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', e.extname)
          FROM (ROOTS) r JOIN pg_extension e ON e.oid = r.id
          WHERE r.class = 'pg_extension'::regclass AND pg_has_role(r.owner, 'USAGE'));
        FOREACH statement IN ARRAY statements LOOP
          EXECUTE statement;
        END LOOP;

        statements := ARRAY(
          SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname)
          FROM (ROOTS) r JOIN pg_namespace n ON n.oid = r.id WHERE r.class = 'pg_namespace'::regclass);
        FOREACH statement IN ARRAY statements LOOP
          EXECUTE statement;
        END LOOP;
        IF NOT PUBLIC_STAYS THEN
          DROP SCHEMA IF EXISTS public CASCADE;
        END IF;

        statements := ARRAY(
          SELECT CASE r.class
              WHEN 'pg_proc'::regclass THEN format('DROP ROUTINE IF EXISTS %s CASCADE', i.identity)
              WHEN 'pg_statistic_ext'::regclass THEN format('DROP STATISTICS IF EXISTS %s CASCADE', i.identity)
              WHEN 'pg_foreign_data_wrapper'::regclass
                THEN format('DROP FOREIGN DATA WRAPPER IF EXISTS %s CASCADE', i.identity)
              WHEN 'pg_transform'::regclass
                THEN format('DROP TRANSFORM IF EXISTS %s CASCADE', replace(i.identity, ' on language ', ' LANGUAGE '))
              ELSE format('DROP %s IF EXISTS %s CASCADE', i.type, i.identity) END
          FROM (ROOTS) r, pg_identify_object(r.class, r.id, 0) i
          WHERE i.identity IS NOT NULL AND r.class NOT IN ('pg_largeobject'::regclass, 'pg_default_acl'::regclass,
            'pg_namespace'::regclass, 'pg_extension'::regclass)
          ORDER BY r.class <> 'pg_class'::regclass, r.class <> 'pg_foreign_server'::regclass);
        FOREACH statement IN ARRAY statements LOOP
          EXECUTE statement;
        END LOOP;
        PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;

        IF to_regnamespace('public') IS NULL THEN
          CREATE SCHEMA public;
        END IF;
        IF pg_has_role((SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'USAGE') THEN
          IF current_setting('server_version_num')::integer >= 150000 THEN
            ALTER SCHEMA public OWNER TO pg_database_owner;
          ELSIF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            EXECUTE format('ALTER SCHEMA public OWNER TO %I', pg_get_userbyid(10));
          END IF;
          FOR statement IN
            SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
            FROM pg_namespace, aclexplode(nspacl) a WHERE nspname = 'public' AND a.grantee <> nspowner
          LOOP
            EXECUTE format('REVOKE ALL ON SCHEMA public FROM %s CASCADE', statement);
          END LOOP;
          EXECUTE format('GRANT ALL ON SCHEMA public TO %I',
            (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'));
          IF current_setting('server_version_num')::integer >= 150000 THEN
            GRANT USAGE ON SCHEMA public TO PUBLIC;
          ELSE
            GRANT ALL ON SCHEMA public TO PUBLIC;
          END IF;
          COMMENT ON SCHEMA public IS 'standard public schema';
        END IF;

        SELECT string_agg(pg_describe_object(r.class, r.id, 0), ', ') INTO remnant FROM (REMNANTS) r;
        IF remnant IS NOT NULL OR EXISTS (SELECT FROM DEFAULTS WHERE is_in_reach) THEN
          RAISE EXCEPTION 'cannot be cleared away: %', coalesce(remnant, 'default privileges');
        END IF;
        SET LOCAL client_min_messages = warning;
        COMMENT ON SCHEMA READY IS 'a restore of Holdfast is replacing what is in this database';

        CREATE SCHEMA DONE;
        CREATE TABLE DONE.guard (whole boolean);
        CREATE CONSTRAINT TRIGGER guard AFTER INSERT ON DONE.guard DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE PROCEDURE READY.guard();
        INSERT INTO DONE.guard VALUES (false);
      END $holdfast$
      """;

  /** Without it an archive that ends the transaction would leave half of two databases. */
  private static final String GUARD =
      """
      CREATE FUNCTION READY.guard() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $holdfast$
      BEGIN
        IF EXISTS (SELECT FROM DONE.guard WHERE NOT whole) THEN
          RAISE EXCEPTION 'the archive ends this transaction before its own end';
        END IF;
        RETURN NULL;
      END $holdfast$
      """;

  /** Made by sessions of others, for what this transaction makes has its number. */
  private static final String REMNANTS =
      """
      SELECT x.class, x.id FROM (ROOTS) x
      WHERE x.made <> (txid_current() % 4294967296)::text::xid LIMIT 5
      """;

  private static final String FINISH =
      """
      CREATE FUNCTION READY.finish() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $holdfast$
      DECLARE
        remnant text;
      BEGIN
        SELECT string_agg(pg_describe_object(r.class, r.id, 0), ', ') INTO remnant FROM (REMNANTS) r;
        IF remnant IS NOT NULL THEN
          RAISE EXCEPTION 'made by others while this was restored: %', remnant;
        END IF;
        UPDATE DONE.guard SET whole = true;
      END $holdfast$
      """;

  Clearance {
    staying = Set.copyOf(staying);
  }

  /** What the role of a session in the target may not drop, by name and owner. */
  List<String> outOfReach(PgSession inTarget) throws SQLException {
    return inTarget.texts(filled(OUT_OF_REACH));
  }

  /** What others get of all that a role makes, and that the session's role may not change. */
  List<String> stayingDefaults(PgSession inTarget) throws SQLException {
    return inTarget.texts(filled(STAYING_DEFAULTS));
  }

  /** What makes the functions that {@link #first} and {@link #last} call. */
  List<String> functions() {
    return List.of(filled(GUARD), filled(CLEAR), filled(FINISH));
  }

  /**
   * Clears the target and gives it what {@link InPlaceAdditions} has for it; the first thing in the
   * transaction that restores.
   */
  String first() {
    return filled("SELECT READY.clear(); SELECT READY.give();");
  }

  /** Makes the transaction one that may commit, if all bytes are proven; its last thing. */
  String last() {
    return filled(
        "SELECT READY.keep_roles(); SELECT READY.finish(); SET CONSTRAINTS DONE.guard IMMEDIATE; DROP TABLE DONE.guard;"
            + " DROP SCHEMA ALLOWED; DROP SCHEMA READY CASCADE;");
  }

  private String filled(String sql) {
    String names = staying.stream().sorted().map(Sql::text).collect(Collectors.joining(", "));
    return sql.replace("REMNANTS", REMNANTS)
        .replace("ROOTS", ROOTS)
        .replace("DEFAULTS", DEFAULTS)
        .replace("MEMBERSHIP", Membership.TO_SET_DEFAULTS)
        .replace("REFUSES", Boolean.toString(ifOccupied == IfOccupied.REFUSE))
        .replace("PUBLIC_STAYS", Boolean.toString(publicStays))
        .replace("STAYING", "ARRAY[" + names + "]::text[]")
        .replace("READY", marks.ready())
        .replace("ALLOWED", marks.allowed())
        .replace("DONE", marks.done());
  }
}
