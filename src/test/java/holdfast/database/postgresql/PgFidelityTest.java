package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is hard to bring back comes back, row by row, read by SQL of the test's own. */
class PgFidelityTest {

  /** More than the locks of one transaction, each with an index beside. */
  private static final String MANY =
      """
      DO $$ BEGIN
        FOR i IN 1..5000 LOOP
          EXECUTE 'CREATE TABLE many_' || i || ' (id int PRIMARY KEY)';
        END LOOP;
      END $$;
      """;

  private final PostgresDatabase source = PostgresServers.shared(major()).createDatabase();
  private final PostgresDatabase target = PostgresServers.shared(major()).createDatabase();

  /** Of the server. */
  int major() {
    return 15;
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void valuesAndShapesComeBack() throws Exception {
    source.executeAsKeeper(sql("values.sql"));
    source.executeAsKeeper(sql("shapes.sql"));
    source.executeAsKeeper(
        "INSERT INTO huge SELECT 1, decode(string_agg(md5(n::text), ''), 'hex')"
            + " FROM generate_series(1, 6553600) n");
    assertThat(source.query("SELECT length(bytes) FROM huge")).containsExactly("104857600");
    String hash = "SELECT sha256(bytes)::text FROM huge";
    List<String> hashed = source.query(hash);

    copy();

    assertThat(target.query(hash)).isEqualTo(hashed);
    source.execute("DROP TABLE huge");
    target.execute("DROP TABLE huge");
    Map<String, List<String>> expected = source.contents();
    assertThat(expected).hasSizeGreaterThan(25);
    assertThat(target.contents()).isEqualTo(expected);
  }

  @Test
  void fiveThousandTablesComeBackAllOrNothing() throws Exception {
    // In pieces, for one transaction has no locks for all.
    for (int thousand = 0; thousand < 5; thousand++) {
      source.executeAsKeeper(
          MANY.replace("1..5000", "%d..%d".formatted(thousand * 1000 + 1, thousand * 1000 + 1000)));
    }
    source.execute("INSERT INTO many_4321 VALUES (1)");
    target.executeAsKeeper("CREATE TABLE many_1234 (id int); INSERT INTO many_1234 VALUES (1)");

    copy();

    String tables = "SELECT count(*) FROM pg_class WHERE relname ~ '^many_\\d+$'";
    assertThat(target.query(tables)).containsExactly("5000");
    assertThat(target.query("SELECT id FROM many_4321")).containsExactly("1");
    assertThat(target.query("SELECT id FROM many_1234")).isEmpty();
  }

  /** Of the nasty data sets. */
  static String sql(String name) throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "postgresql", name));
  }

  /** Streamed from the one into the other, as a run of the engine does. */
  private void copy() throws Exception {
    RunContext run = Runs.on(target.connection());
    byte[] buffer = new byte[1 << 16];
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(source.connection()));
        Restoration restoration = driver().restore(run)) {
      for (int count = dump.stream().read(buffer); count >= 0; count = dump.stream().read(buffer)) {
        restoration.write(buffer, 0, count);
      }
      dump.awaitSuccess();
      restoration.commit();
    }
    driver().settle(target.connection(), run.tag());
  }
}
