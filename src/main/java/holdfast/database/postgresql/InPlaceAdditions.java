package holdfast.database.postgresql;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a restore in place gives besides what pg_restore restores, within the same transaction: what
 * the backup says of the database itself, and, until the backup's own rights come, rights on the
 * schema {@code public} to those who are given something there (see {@link PublicSchema}). At its
 * end {@link MadeRoles} are roles like any other. Functions do it, for the archive that calls them
 * may be in another encoding.
 */
record InPlaceAdditions(
    InPlaceMarks marks,
    String database,
    DatabaseAdditions additions,
    ArchiveNeeds needs,
    Set<String> madeRoles) {

  InPlaceAdditions {
    madeRoles = Set.copyOf(madeRoles);
  }

  /** What makes them: {@code give} and {@code keep_roles}. */
  List<String> functions() {
    return List.of(
        function(
            "give",
            additions.properties().stream().map(this::statement).collect(Collectors.joining())
                + Publishers.lettingIn(needs)
                + givingPublic(needs.ownerOfPublic())
                + lettingIntoPublic(needs.owners())
                + "SET LOCAL lock_timeout = 0;\n"),
        function(
            "keep_roles",
            "SET LOCAL lock_timeout = '5s';\n"
                + Publishers.SHUTTING_OUT
                + madeRoles.stream()
                    .sorted()
                    .map(role -> MadeRoles.unmarking(role) + ";\n")
                    .collect(Collectors.joining())));
  }

  private String function(String name, String work) {
    return "CREATE FUNCTION %s.%s() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS %s"
        .formatted(Sql.name(marks.ready()), name, Sql.text("BEGIN\n" + work + "END"));
  }

  /**
   * They have been rehearsed; rights and roles that are gone since are a warning, all else fails.
   */
  private String statement(DatabaseProperty property) {
    return "BEGIN EXECUTE %s; EXCEPTION WHEN insufficient_privilege OR undefined_object THEN RAISE WARNING '%%: %%', %s, SQLERRM; END;\n"
        .formatted(
            Sql.text(property.sql(database)),
            Sql.text("left out of the database itself: " + property.title()));
  }

  private static String givingPublic(String owner) {
    return owner.isEmpty() ? "" : PublicSchema.giving(owner) + ";\n";
  }

  /** Before version 15 everybody may make something there, if the backup does not say otherwise. */
  private static String lettingIntoPublic(Set<String> roles) {
    if (roles.isEmpty()) {
      return "";
    }
    String names = roles.stream().sorted().map(Sql::name).collect(Collectors.joining(", "));
    return """
        IF current_setting('server_version_num')::integer >= 150000
          AND pg_has_role((SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'USAGE') THEN
          EXECUTE %s;
        END IF;
        """
        .formatted(Sql.text("GRANT CREATE ON SCHEMA public TO " + names));
  }
}
