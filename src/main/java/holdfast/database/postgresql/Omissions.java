package holdfast.database.postgresql;

import holdfast.database.postgresql.AmendedArchive.Fate;
import holdfast.model.RunLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Entries of an archive that a restore leaves out, since only a superuser could restore them, and
 * pg_restore would fail at them after hours: rights on PostgreSQL's own objects, default privileges
 * of roles that the login is no member of, comments on what is another role's in any database, and
 * whose the schema {@code public} is. Subscriptions are left out of every restore: they would begin
 * to follow, or block, another server's slot.
 */
final class Omissions implements AmendedArchive.Fates {
  private static final Set<String> OWN_SCHEMAS = Set.of("pg_catalog", "information_schema");

  /** In files of {@code pg_dump --schema=public}. */
  private static final String COMMENT_OF_NEW_PUBLIC =
      "COMMENT ON SCHEMA public IS 'standard public schema';\n";

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
  private final Set<String> unsettable;
  private final List<ExtensionOfOther> ofOthers;
  private final boolean hasExtensions;
  private final List<String> omitted = new ArrayList<>();
  private final List<String> unset = new ArrayList<>();
  private final List<String> subscriptions = new ArrayList<>();

  private Omissions(
      PgSession session, ArchiveNeeds needs, PublicSchema publicSchema, Set<String> staying)
      throws SQLException {
    this.isSuperuser = new PgRights(session).isSuperuser();
    this.publicSchema = publicSchema;
    this.unsettable = RestoreRequirements.unsettable(session, needs.ofDefaults());
    this.ofOthers =
        session.rows(
            row -> new ExtensionOfOther(row.getString(1), row.getString(2)),
            OF_OTHERS,
            (Object) staying.toArray(String[]::new));
    this.hasExtensions = !needs.extensions().isEmpty();
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

  @Override
  public Fate of(ArchiveEntry entry, boolean isOfOthers) {
    if (entry.isOfSubscription()) {
      if (entry.makesSubscription()) {
        subscriptions.add(entry.tag());
      }
      return Fate.LEFT_OUT;
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
        (publicSchema.isOwn() ? unset : omitted)
            .add("that the schema public belongs to " + entry.owner());
      }
      return Fate.LEFT_OUT;
    }
    if (isUnsettableDefault(entry)) {
      unset.add(title(entry));
      return Fate.LEFT_OUT;
    }
    boolean isOmitted =
        !isSuperuser
            && (isRightOnOwn(entry) || (!publicSchema.isOwn() && entry.isCommentOnPublic()));
    if (isOmitted && !entry.isDefinedAs(COMMENT_OF_NEW_PUBLIC)) {
      omitted.add(title(entry));
    }
    if (isOmitted) {
      return Fate.LEFT_OUT;
    }
    return !isSuperuser && isOfOthers ? ofMember(entry) : Fate.KEPT;
  }

  /**
   * Of what an extension has, which may be the login's own or a superuser's when it is made. Data
   * without extensions is of tables that nothing makes, as in files of {@code pg_dump --data-only},
   * and fails the restore.
   */
  private Fate ofMember(ArchiveEntry entry) {
    return switch (entry.kind()) {
      case "ACL" -> Fate.TRIED;
      case "SEQUENCE SET" -> hasExtensions ? Fate.TRIED : Fate.KEPT;
      case "TABLE DATA" -> hasExtensions ? Fate.ASIDE : Fate.KEPT;
      default -> Fate.KEPT;
    };
  }

  private static String title(ArchiveEntry entry) {
    String schema = entry.schema().isEmpty() ? "" : entry.schema() + ": ";
    return switch (entry.kind()) {
      case "ACL" -> "rights on " + schema + entry.tag();
      case "DEFAULT ACL" -> schema + entry.tag() + " of the role " + entry.owner();
      default -> "the comment on " + schema + entry.tag();
    };
  }

  private boolean isUnsettableDefault(ArchiveEntry entry) {
    return entry.kind().equals("DEFAULT ACL") && unsettable.contains(entry.owner());
  }

  private static boolean isRightOnOwn(ArchiveEntry entry) {
    return entry.kind().equals("ACL") && OWN_SCHEMAS.contains(entry.schema());
  }

  private Optional<ExtensionOfOther> commented(ArchiveEntry entry) {
    return ofOthers.stream()
        .filter(extension -> entry.kind().equals("COMMENT") && extension.isNamedBy(entry.tag()))
        .findFirst();
  }

  /** Says what was left out. */
  void tell(RunLog log) {
    if (!subscriptions.isEmpty()) {
      log.line(
          "holdfast",
          "left out, as restores do: the subscriptions %s; make them again with CREATE SUBSCRIPTION"
              .formatted(PgRights.some(subscriptions)));
    }
    tell(log, "since the login cannot act for that role", unset);
    tell(log, "since only a superuser may restore it", omitted);
  }

  private static void tell(RunLog log, String reason, List<String> titles) {
    for (String title : titles.subList(0, Math.min(titles.size(), MOST_SAID))) {
      log.line("holdfast", "left out, %s: %s".formatted(reason, title));
    }
    if (titles.size() > MOST_SAID) {
      log.line("holdfast", "and %d more of these".formatted(titles.size() - MOST_SAID));
    }
  }
}
