package holdfast.database.postgresql;

import holdfast.database.postgresql.AmendedArchive.Fate;
import holdfast.database.postgresql.ArchiveNeeds.Filled;
import holdfast.model.RunLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Entries of an archive that a restore leaves out, since only a superuser could restore them, and
 * pg_restore would fail at them after hours: rights on PostgreSQL's own objects, default privileges
 * of superusers, what tables and sequences of extensions hold, comments on what is another role's
 * in any database, and whose the schema {@code public} is.
 */
final class Omissions implements AmendedArchive.Fates {
  private static final Set<String> OWN_SCHEMAS = Set.of("pg_catalog", "information_schema");

  /** In files of {@code pg_dump --schema=public}. */
  private static final String COMMENT_OF_NEW_PUBLIC =
      "COMMENT ON SCHEMA public IS 'standard public schema';\n";

  /**
   * Those that cannot be filled. Where the extension is to be made yet, its objects will be those
   * of a role like the one that had them: a superuser's, or the login's own.
   */
  private static final String OUT_OF_REACH =
      """
      SELECT f.schema, f.name, f.owner
      FROM unnest(?::text[], ?::text[], ?::text[]) AS f (schema, name, owner)
        LEFT JOIN (pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
            JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
          ON n.nspname = f.schema AND c.relname = f.name
      WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        AND NOT CASE WHEN c.oid IS NULL
          THEN EXISTS (SELECT FROM pg_roles WHERE rolname = f.owner AND pg_has_role(oid, 'USAGE'))
          ELSE has_table_privilege(c.oid, CASE c.relkind WHEN 'S' THEN 'UPDATE' ELSE 'INSERT' END) END
      """;

  /** Of the extensions that are not made again; one is in any new database. */
  private static final String OF_OTHERS =
      """
      SELECT extname, coalesce(obj_description(oid, 'pg_extension'), '') FROM pg_extension
      WHERE (extname = 'plpgsql' OR extname = ANY (?)) AND NOT pg_has_role(extowner, 'USAGE')
      """;

  /** One that is there and another role's, who alone may comment on it. */
  private record ExtensionOfOther(String name, String comment) {
    boolean isNamedBy(String tag) {
      return tag.equals("EXTENSION " + name) || tag.equals("EXTENSION " + Sql.name(name));
    }

    boolean hasCommentOf(ArchiveEntry entry) {
      return entry.definition().strip().endsWith(" IS " + Sql.text(comment) + ";");
    }
  }

  private static final int MOST_SAID = 50;

  private final boolean isSuperuser;
  private final PublicSchema publicSchema;
  private final Set<String> superusers;
  private final Set<Filled> outOfReach;
  private final List<ExtensionOfOther> ofOthers;
  private final List<String> omitted = new ArrayList<>();

  private Omissions(
      PgSession session, ArchiveNeeds needs, PublicSchema publicSchema, Set<String> staying)
      throws SQLException {
    this.isSuperuser = new PgRights(session).isSuperuser();
    this.publicSchema = publicSchema;
    this.superusers = RestoreRequirements.superusersOutOfReach(session, needs.ofDefaults());
    this.outOfReach = outOfReach(session, List.copyOf(needs.filled()));
    this.ofOthers =
        session.rows(
            row -> new ExtensionOfOther(row.getString(1), row.getString(2)),
            OF_OTHERS,
            (Object) staying.toArray(String[]::new));
  }

  /**
   * For the role of a session.
   *
   * @param publicSchema of the database that is restored into
   * @param staying extensions that are not made again
   */
  static Omissions of(
      PgSession session, ArchiveNeeds needs, PublicSchema publicSchema, Set<String> staying)
      throws SQLException {
    return new Omissions(session, needs, publicSchema, staying);
  }

  private static Set<Filled> outOfReach(PgSession session, List<Filled> filled)
      throws SQLException {
    return new HashSet<>(
        session.rows(
            row -> new Filled(row.getString(1), row.getString(2), row.getString(3)),
            OUT_OF_REACH,
            column(filled, Filled::schema),
            column(filled, Filled::name),
            column(filled, Filled::owner)));
  }

  private static Object column(List<Filled> filled, Function<Filled, String> part) {
    return filled.stream().map(part).toArray(String[]::new);
  }

  @Override
  public Fate of(ArchiveEntry entry, boolean isOfOthers) {
    if (isOfOthers && outOfReach.contains(Filled.by(entry))) {
      if (entry.kind().equals("TABLE DATA")) {
        return Fate.WITHOUT_ROWS;
      }
      if (entry.kind().equals("SEQUENCE SET")) {
        omitted.add(title(entry));
        return Fate.LEFT_OUT;
      }
    }
    Optional<ExtensionOfOther> commented = commented(entry);
    if (commented.isPresent()) {
      if (!commented.get().hasCommentOf(entry)) {
        omitted.add(title(entry));
      }
      return Fate.LEFT_OUT;
    }
    if (entry.isPublic() && publicSchema.staysItsOwners()) {
      if (!publicSchema.isOf(entry.owner())) {
        omitted.add("that the schema public belongs to " + entry.owner());
      }
      return Fate.LEFT_OUT;
    }
    boolean isOmitted =
        !isSuperuser
            && (isRightOnOwn(entry)
                || isDefaultOfSuperuser(entry)
                || (!publicSchema.isOwn() && isCommentOnPublic(entry)));
    if (isOmitted && !entry.definition().equals(COMMENT_OF_NEW_PUBLIC)) {
      omitted.add(title(entry));
    }
    if (isOmitted) {
      return Fate.LEFT_OUT;
    }
    return !isSuperuser && isOfOthers && entry.kind().equals("ACL") ? Fate.TRIED : Fate.KEPT;
  }

  private static String title(ArchiveEntry entry) {
    String schema = entry.schema().isEmpty() ? "" : entry.schema() + ": ";
    return switch (entry.kind()) {
      case "ACL" -> "rights on " + schema + entry.tag();
      case "DEFAULT ACL" -> schema + entry.tag() + " of the role " + entry.owner();
      case "SEQUENCE SET" -> "the value of the extension's sequence " + schema + entry.tag();
      default -> "the comment on " + schema + entry.tag();
    };
  }

  private boolean isDefaultOfSuperuser(ArchiveEntry entry) {
    return entry.kind().equals("DEFAULT ACL") && superusers.contains(entry.owner());
  }

  private static boolean isRightOnOwn(ArchiveEntry entry) {
    return entry.kind().equals("ACL") && OWN_SCHEMAS.contains(entry.schema());
  }

  private static boolean isCommentOnPublic(ArchiveEntry entry) {
    return entry.kind().equals("COMMENT") && entry.tag().equals("SCHEMA public");
  }

  private Optional<ExtensionOfOther> commented(ArchiveEntry entry) {
    return ofOthers.stream()
        .filter(extension -> entry.kind().equals("COMMENT") && extension.isNamedBy(entry.tag()))
        .findFirst();
  }

  /** Says what was left out. */
  void tell(RunLog log) {
    for (String title : omitted.subList(0, Math.min(omitted.size(), MOST_SAID))) {
      log.line("holdfast", "left out, since only a superuser may restore it: " + title);
    }
    if (omitted.size() > MOST_SAID) {
      log.line("holdfast", "and %d more of these".formatted(omitted.size() - MOST_SAID));
    }
  }
}
