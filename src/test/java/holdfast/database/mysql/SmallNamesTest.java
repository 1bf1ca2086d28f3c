package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A server that has names in small letters, as on Windows, takes them in large ones too. */
class SmallNamesTest {
  @Test
  void findsTheRightsOnADatabaseThatIsNamedInLargeLetters() throws Exception {
    try (MariaDbServer server = MariaDbServers.start(List.of("--lower-case-table-names=1"))) {
      MariaDbDatabase source = server.createDatabase();
      source.fill();
      MariaDbDatabase target = server.createDatabase();
      assertThat(server.query("", "SHOW DATABASES LIKE 'shop%'"))
          .hasSize(2)
          .allMatch(name -> name.startsWith("shop "));

      byte[] dump = MysqlRuns.dump(source.connection(MariaDbServer.READER, MariaDbServer.PASSWORD));
      MysqlRuns.restore(dump, target.connection());

      assertThat(target.contents()).isEqualTo(source.contents());

      source.execute("CREATE SEQUENCE s; CREATE VIEW v AS SELECT NEXTVAL(s) AS n");
      MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());
      assertThat(target.query("SHOW CREATE VIEW v").toString()).doesNotContain(small(source));
      assertThat(target.query("SELECT n FROM v")).containsExactly("1");
      assertThat(source.query("SELECT n FROM v")).containsExactly("1");
    }
  }

  private static String small(MariaDbDatabase database) {
    return "`" + database.name().toLowerCase(Locale.ROOT) + "`";
  }
}
