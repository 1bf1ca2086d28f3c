package holdfast.database.postgresql;

import holdfast.model.RunLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Entries of an archive that a restore leaves out, since only a superuser could restore them, and
 * pg_restore would fail at them after hours: rights on PostgreSQL's own objects, default privileges
 * of superusers, and comments on what is another role's in any database.
 */
final class Omissions implements Predicate<ArchiveEntry> {
  private static final Set<String> OWN_SCHEMAS = Set.of("pg_catalog", "information_schema");

  private static final String OWNS_PUBLIC =
      """
      SELECT NOT EXISTS (SELECT FROM pg_namespace
        WHERE nspname = 'public' AND NOT pg_has_role(nspowner, 'USAGE'))
      """;

  private static final int MOST_SAID = 50;

  private final boolean isSuperuser;
  private final boolean ownsPublic;
  private final Set<String> superusers;
  private final Set<String> staying;
  private final List<String> omitted = new ArrayList<>();

  private Omissions(
      boolean isSuperuser, boolean ownsPublic, Set<String> superusers, Set<String> staying) {
    this.isSuperuser = isSuperuser;
    this.ownsPublic = ownsPublic;
    this.superusers = Set.copyOf(superusers);
    this.staying = Set.copyOf(staying);
  }

  /**
   * For the database that the session is in, or one like it.
   *
   * @param staying extensions that are not made again, on which only their owner may comment
   */
  static Omissions of(PgSession session, ArchiveNeeds needs, Set<String> staying)
      throws SQLException {
    return new Omissions(
        new PgRights(session).isSuperuser(),
        session.truth(OWNS_PUBLIC),
        RestoreRequirements.superusersOutOfReach(session, needs.ofDefaults()),
        staying);
  }

  /** Whether the entry is left out. */
  @Override
  public boolean test(ArchiveEntry entry) {
    if (isCommentOnStaying(entry)) {
      return true;
    }
    boolean isOmitted =
        !isSuperuser
            && (isRightOnOwn(entry)
                || isDefaultOfSuperuser(entry)
                || (!ownsPublic && isCommentOnPublic(entry)));
    if (isOmitted) {
      omitted.add(title(entry));
    }
    return isOmitted;
  }

  private static String title(ArchiveEntry entry) {
    String schema = entry.schema().isEmpty() ? "" : entry.schema() + ": ";
    return switch (entry.kind()) {
      case "ACL" -> "rights on " + schema + entry.tag();
      case "DEFAULT ACL" -> schema + entry.tag() + " of the role " + entry.owner();
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

  private boolean isCommentOnStaying(ArchiveEntry entry) {
    return entry.kind().equals("COMMENT")
        && staying.stream()
            .anyMatch(
                name ->
                    entry.tag().equals("EXTENSION " + name)
                        || entry.tag().equals("EXTENSION " + Sql.name(name)));
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
