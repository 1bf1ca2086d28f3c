package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the statements that an archive has for a database called {@code shop}. */
class DatabaseStatementTest {

  private static DatabaseOwn own(String sql, String standardStrings, String database) {
    DatabaseOwn.Collector collector = new DatabaseOwn.Collector();
    collector.add(
        entry(
            "STDSTRINGS",
            "STDSTRINGS",
            "SET standard_conforming_strings = '%s';\n".formatted(standardStrings)));
    collector.add(entry("DATABASE", database, "CREATE DATABASE ..."));
    collector.add(entry("DATABASE PROPERTIES", database, sql));
    return collector.own();
  }

  private static ArchiveEntry entry(String kind, String tag, String sql) {
    return new ArchiveEntry(1, false, tag, kind, sql, 0, "", "", "anna", 0);
  }

  private static DatabaseOwn own(String sql) {
    return own(sql, "on", "shop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ALTER DATABASE shop CONNECTION LIMIT = 17; | ALTER DATABASE \"new\" CONNECTION LIMIT 17",
        "ALTER DATABASE \"shop\" SET work_mem TO '5MB'; | ALTER DATABASE \"new\" SET \"work_mem\" TO '5MB'",
        "ALTER DATABASE shop SET \"my.guc\" TO E'\\\\''; --'; | ALTER DATABASE \"new\" SET \"my.guc\" TO  E'\\\\''; --'",
        "ALTER DATABASE shop SET search_path TO 'a', '', 'b\"'; | ALTER DATABASE \"new\" SET \"search_path\" TO 'a', '', 'b\"'",
        "ALTER ROLE \"a\"\"b\" IN DATABASE shop SET x TO 'y'; | ALTER ROLE \"a\"\"b\" IN DATABASE \"new\" SET \"x\" TO 'y'",
        "COMMENT ON DATABASE shop IS 'it''s; \\'; | COMMENT ON DATABASE \"new\" IS  E'it''s; \\\\'",
        "SECURITY LABEL FOR selinux ON DATABASE shop IS 'x'; | SECURITY LABEL FOR \"selinux\" ON DATABASE \"new\" IS 'x'",
        "GRANT ALL ON DATABASE shop TO PUBLIC; | GRANT ALL ON DATABASE \"new\" TO PUBLIC",
        "GRANT CREATE,CONNECT ON DATABASE shop TO \"PUBLIC\" WITH GRANT OPTION; | GRANT CREATE, CONNECT ON DATABASE \"new\" TO \"PUBLIC\" WITH GRANT OPTION",
        "REVOKE CONNECT,TEMPORARY ON DATABASE shop FROM PUBLIC; | REVOKE CONNECT, TEMPORARY ON DATABASE \"new\" FROM PUBLIC",
      })
  void isSaidOfADatabaseOfAnotherName(String archived, String given) {
    DatabaseOwn own = own(archived);

    assertThat(own.notUnderstood()).isEmpty();
    assertThat(own.properties())
        .singleElement()
        .satisfies(property -> assertThat(property.sql("new")).isEqualTo(given));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER DATABASE shop IS_TEMPLATE = true;",
        "SET SESSION AUTHORIZATION \"Anna\";",
        "RESET SESSION AUTHORIZATION;",
        " \n\t",
      })
  void someIsKnownAndNotTaken(String sql) {
    assertThat(own(sql)).isEqualTo(new DatabaseOwn(java.util.List.of(), java.util.List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER DATABASE shop CONNECTION LIMIT = 17",
        "ALTER DATABASE shop CONNECTION LIMIT = -2;",
        "ALTER DATABASE shop CONNECTION LIMIT = 99999999999;",
        "ALTER DATABASE shop CONNECTION LIMIT = '17';",
        "ALTER DATABASE other CONNECTION LIMIT = 17;",
        "ALTER DATABASE SHOP CONNECTION LIMIT = 17;",
        "ALTER DATABASE shop SET x TO y;",
        "ALTER DATABASE shop SET x TO 'a' 'b';",
        "ALTER DATABASE shop SET x TO 'a',;",
        "ALTER DATABASE shop SET x TO ;",
        "ALTER DATABASE shop SET x TO $$a$$;",
        "ALTER DATABASE shop SET x TO U&'\\0041';",
        "ALTER DATABASE shop SET x TO E'\\'';",
        "ALTER DATABASE shop SET x TO E'\\n';",
        "ALTER DATABASE shop SET x TO 'a' /* b */;",
        "ALTER DATABASE shop SET x TO 'a' -- b\n;",
        "ALTER DATABASE shop SET x TO 'a\0';",
        "ALTER DATABASE shop SET x TO 'not in UTF-8: \uFFFD';",
        "ALTER DATABASE shop SET \"\" TO 'a';",
        "ALTER DATABASE shop SET x TO 'a",
        "ALTER ROLE ALL IN DATABASE shop SET x TO 'a';",
        "GRANT lena ON DATABASE shop TO anna;",
        "GRANT CONNECT ON DATABASE shop TO anna, lena;",
        "GRANT CONNECT ON TABLE shop TO anna;",
        "REVOKE CONNECT ON DATABASE shop FROM anna CASCADE;",
        "REVOKE GRANT OPTION FOR CONNECT ON DATABASE shop FROM anna;",
        "alter database shop connection limit = 3;",
        "DROP DATABASE shop;",
        ";",
      })
  void anythingElseIsNotUnderstood(String sql) {
    DatabaseOwn own = own(sql);

    assertThat(own.properties()).isEmpty();
    assertThat(own.notUnderstood()).hasSize(1);
  }

  @Test
  void whatIsNotUnderstoodIsNamedWithoutItsValues() {
    assertThat(own("ALTER DATABASE shop PASSWORD \"x\" 'secret' OR 'another';").notUnderstood())
        .containsExactly("ALTER DATABASE shop PASSWORD");
  }

  @Test
  void backslashesAreEscapedWhereTheArchiveSaysSo() {
    assertThat(own("COMMENT ON DATABASE shop IS 'a\\\\b';", "off", "shop").properties())
        .containsExactly(new DatabaseProperty.Comment("a\\b"));
    assertThat(own("COMMENT ON DATABASE shop IS 'a\\\\b';", "on", "shop").properties())
        .containsExactly(new DatabaseProperty.Comment("a\\\\b"));
    assertThat(own("COMMENT ON DATABASE shop IS 'a\\';", "off", "shop").properties()).isEmpty();
  }

  @Test
  void namesAreAsThoughTheyWereNotQuoted() {
    assertThat(
            own("COMMENT ON DATABASE \"a \"\"b\"\";\n🦊\" IS 'x';", "on", "a \"b\";\n🦊")
                .properties())
        .containsExactly(new DatabaseProperty.Comment("x"));
  }

  /** An archive may come from elsewhere, and be made to fill the memory. */
  @Test
  void whatIsKeptIsBounded() {
    DatabaseOwn long_ = own("COMMENT ON DATABASE shop IS '" + "x".repeat(5 << 20) + "';");
    assertThat(long_.properties()).isEmpty();
    assertThat(long_.notUnderstood()).containsExactly("DATABASE PROPERTIES, which is too long");

    assertThat(own(";".repeat(1 << 20)).notUnderstood()).hasSize(100);
  }

  /** Tables can be called so, too. */
  @Test
  void onlyRightsCommentsAndLabelsAreToldByTheirTags() {
    assertThat(entry("TABLE", "DATABASE x", "").isOfDatabaseItself()).isFalse();
    assertThat(entry("DATABASES", "x", "").isOfDatabaseItself()).isFalse();
    assertThat(entry("ACL", "DATABASE x", "").isOfDatabaseItself()).isTrue();
  }
}
