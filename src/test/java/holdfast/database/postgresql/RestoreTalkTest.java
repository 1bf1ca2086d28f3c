package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTalkTest {
  private static final String LOST =
      "pg_restore: WARNING:  no privileges could be revoked for \"public\"";

  private final RestoreTalk talk = new RestoreTalk();

  @Test
  void aRightThatIsLostIsToldWithTheObject() {
    assertThat(heard("pg_restore: creating ACL \"SCHEMA public\"", LOST, LOST))
        .containsExactly(
            LOST + " (creating ACL \"SCHEMA public\")", LOST + " (creating ACL \"SCHEMA public\")");
    assertThat(talk.objectsWithOtherRights()).isEqualTo(1);
  }

  @Test
  void aServerMaySpeakAnotherLanguage() {
    String lost = "pg_restore: WARNUNG:  es konnten keine Privilegien entzogen werden";
    assertThat(heard("pg_restore: creating ACL \"SCHEMA public\"", lost)).hasSize(1);
    assertThat(talk.objectsWithOtherRights()).isEqualTo(1);
  }

  @Test
  void otherWarningsAreNoLostRights() {
    String warning = "pg_restore: WARNING:  left out of the database itself: a comment";
    assertThat(heard("pg_restore: creating EVENT TRIGGER \"HOLDFAST\"", warning, "DETAIL:  of it"))
        .containsExactly(warning, "DETAIL:  of it");
    assertThat(talk.objectsWithOtherRights()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_restore: error: could not execute query: ERROR:  syntax error at or near \")\"",
        "pg_restore: warning: warning from original dump file: x",
        "pg_restore: detail: x",
        "pg_restore: hint: x",
        "pg_restore: while PROCESSING TOC:",
        "pg_restore: from TOC entry 3; 1259 16385 TABLE bad keeper",
        "pg_restore: table \"t\" could not be created, will not restore its data",
        "pg_restore: creating TABLE \"public.two",
        "lines\"",
        "Command was: CREATE TABLE t",
        "Killed",
        "",
      })
  void allElseIsHeard(String line) {
    assertThat(heard("pg_restore: processing data for table \"public.t\"", line))
        .containsExactly(line);
  }

  /** A text in a statement may be a secret, whichever way the statement is quoted. */
  @Test
  void ofStatementsTheTextsAreNotHeard() {
    assertThat(
            heard(
                "pg_restore: from TOC entry 3; 0 0 USER MAPPING USER MAPPING keeper SERVER far keeper",
                "pg_restore: error: could not execute query: ERROR:  it's so",
                "LINE 1: ...ord 'top''secret', \"user\" 'u'",
                "             ^",
                "DETAIL:  it isn't otherwise",
                "HINT:  Don't.",
                "Command was: CREATE USER MAPPING FOR keeper SERVER far OPTIONS (",
                "    password 'top''",
                "secret',",
                "    \"user\" 'u'",
                ");",
                "",
                "pg_restore: while PROCESSING TOC:",
                "pg_restore: error: could not execute query: ERROR:  x",
                "CONTEXT:  SQL statement \"ALTER DATABASE shop SET app.jwt TO 'top",
                "secret'\"",
                "PL/pgSQL function give() line 2 at EXECUTE",
                "Command was: SELECT give();",
                "pg_restore: error: x",
                "Command was: CREATE TABLE t ("))
        .containsExactly(
            "pg_restore: from TOC entry 3; 0 0 USER MAPPING USER MAPPING keeper SERVER far keeper",
            "pg_restore: error: could not execute query: ERROR:  it's so",
            "LINE 1: ...",
            "             ^",
            "DETAIL:  it isn...",
            "HINT:  Don't.",
            "Command was: CREATE USER MAPPING FOR keeper SERVER far OPTIONS ...",
            "pg_restore: while PROCESSING TOC:",
            "pg_restore: error: could not execute query: ERROR:  x",
            "CONTEXT:  SQL statement ...",
            "Command was: SELECT give...",
            "pg_restore: error: x",
            "Command was: CREATE TABLE t ...");
  }

  /** A dollar-quoted one need not show where it begins or ends. */
  @Test
  void neitherTextsWithoutQuotesNorRowsAreHeard() {
    assertThat(
            heard(
                "pg_restore: error: could not execute query: ERROR:  syntax error at or near \"x\"",
                "LINE 3:   top secret",
                "              ^",
                "QUERY:  SELECT $q$top",
                "CONTEXT:  COPY secret, line 1: \"secret\"",
                "Command was: CREATE FUNCTION f AS $_$",
                "DETAIL:  secret",
                "secret$_$;",
                "pg_restore: error: COPY failed for table \"t\": ERROR:  x",
                "DETAIL:  view v depends on table t",
                "Failing row contains (1, top",
                "secret).",
                "CONTEXT:  COPY t, Zeile 1, Spalte a: »secret«"))
        .containsExactly(
            "pg_restore: error: could not execute query: ERROR:  syntax error at or near \"x\"",
            "LINE 3: ...",
            "              ^",
            "QUERY:  SELECT ...",
            "CONTEXT:  COPY secret, line 1...",
            "Command was: CREATE FUNCTION f AS ...",
            "pg_restore: error: COPY failed for table \"t\": ERROR:  x",
            "DETAIL:  view v depends on table t",
            "Failing row contains ...",
            "CONTEXT:  COPY t, Zeile 1, Spalte a...");
  }

  @Test
  void neitherManyTablesNorAWarningForEachRowFillTheLog() {
    for (int i = 0; i < 20_000; i++) {
      assertThat(talk.heard("pg_restore: creating TABLE \"public.t" + i + "\"")).isEmpty();
    }
    List<String> heard =
        IntStream.range(0, 20_000)
            .mapToObj(row -> heard("pg_restore: WARNING:  of row " + row, "DETAIL:  of it"))
            .flatMap(List::stream)
            .toList();
    assertThat(heard).hasSize(201).last().asString().startsWith("more warnings").contains("t19999");

    assertThat(heard("pg_restore: error: x", "Command was: y")).hasSize(2);
    assertThat(heard("pg_restore: creating ACL \"SCHEMA public\"", LOST)).hasSize(1);
  }

  private List<String> heard(String... lines) {
    return List.of(lines).stream().flatMap(line -> talk.heard(line).stream()).toList();
  }
}
