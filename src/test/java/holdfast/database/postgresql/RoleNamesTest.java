package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoleNamesTest {

  @Test
  void findsThoseWhoAreGrantedAndRevoked() {
    assertThat(
            rolesOf(
                """
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            GRANT SELECT(id, "TO"),UPDATE ON TABLE public."FROM x TO y" TO "Report ""Reader\""" WITH GRANT OPTION;
            SET SESSION AUTHORIZATION "Report ""Reader\""";
            GRANT SELECT ON FUNCTION f(a integer, b text) TO wörker;
            RESET SESSION AUTHORIZATION;
            """))
        .containsExactly("Report \"Reader\"", "wörker");
  }

  @Test
  void findsThoseOfDefaultPrivileges() {
    assertThat(
            rolesOf(
                "ALTER DEFAULT PRIVILEGES FOR ROLE anna IN SCHEMA s REVOKE ALL ON TABLES FROM bert;"
                    + "ALTER DEFAULT PRIVILEGES FOR ROLE \"C\" GRANT SELECT ON TABLES TO PUBLIC;"))
        .containsExactly("C", "anna", "bert");
  }

  @Test
  void findsThoseOfAPolicyButNotWhatItsExpressionsSay() {
    assertThat(
            rolesOf(
                "CREATE POLICY p ON public.t FOR SELECT TO anna, \"B\" USING (((owner = CURRENT_USER)"
                    + " AND (EXTRACT(year FROM day) > '5 TO x')));"))
        .containsExactly("B", "anna");
  }

  @Test
  void findsTheOneOfAUserMapping() {
    assertThat(rolesOf("CREATE USER MAPPING FOR anna SERVER away OPTIONS (\"user\" 'FOR ROLE x');"))
        .containsExactly("anna");
  }

  private static List<String> rolesOf(String sql) {
    return RoleNames.in(sql).stream().sorted().toList();
  }

  /** Lists of allowed values can be long. */
  @Test
  void findsThemBesideTextsOfAnyLength() {
    String text = "it''s; ".repeat(100_000);

    assertThat(rolesOf("CREATE POLICY p ON t TO anna USING ((note <> '" + text + "'::text));"))
        .containsExactly("anna");
    assertThat(rolesOf("GRANT SELECT ON \"" + "\"\"x".repeat(100_000) + "\" TO anna;"))
        .containsExactly("anna");
  }
}
