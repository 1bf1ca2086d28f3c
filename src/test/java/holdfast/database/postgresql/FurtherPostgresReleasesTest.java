package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresSample;
import holdfast.testing.PostgresServers;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(UnpackedServers.FURTHER_TAG)
class FurtherPostgresReleasesTest extends PostgresReleases {
  private static final String NEW_IN_18 =
      """
      CREATE TABLE computed (a int, twice int GENERATED ALWAYS AS (a * 2) VIRTUAL);
      INSERT INTO computed (a) VALUES (21);
      CREATE TABLE stays (room int4range, during tstzrange,
        CONSTRAINT one_at_a_time PRIMARY KEY (room, during WITHOUT OVERLAPS));
      INSERT INTO stays VALUES ('[1,2)', '[2025-01-01,2025-02-01)');
      CREATE TABLE loose (a int, b int, CONSTRAINT a_is_there NOT NULL a NOT VALID,
        CONSTRAINT small CHECK (b < 10) NOT ENFORCED);
      INSERT INTO loose VALUES (1, 100);
      CREATE TABLE named (id uuid DEFAULT uuidv7());
      INSERT INTO named DEFAULT VALUES;
      """;

  @Test
  void an18ComesBackWhole() throws Exception {
    comesBackWhole(18, NEW_IN_18);
  }

  @Test
  void an18StartsFromItsSnapshot() throws Exception {
    aServerStartsFromWhatIsUnpacked(18, 18);
  }

  /** A file with the statistics of the tables, which only this version writes. */
  @Test
  void aFileWithStatisticsCanBeImported() throws Exception {
    PostgresqlDriver driver = UnpackedTools.driver(18);
    PostgresDatabase source = PostgresServers.shared(18).createDatabase();
    PostgresDatabase target = PostgresServers.shared(18).createDatabase();
    PostgresSample.fill(source);
    byte[] file = file(18, source, "--statistics");
    try (var imported = driver.imported(new java.io.ByteArrayInputStream(file))) {
      assertThat(imported.stream().readAllBytes()).isEqualTo(file);
      assertThat(imported.awaitSuccess().serverVersion()).startsWith("18.");
    }

    restore(driver, file, target);

    assertThat(target.contents()).isEqualTo(source.contents());
    String statistics = "SELECT count(*) FROM pg_stats WHERE tablename = 'customer'";
    assertThat(target.query(statistics)).isEqualTo(source.query(statistics)).doesNotContain("0");
  }

  /** Its sections are in the format of 17, and their statements are not. */
  @Test
  void aBackupOf18IsNotForAnOlderServer() throws Exception {
    PostgresqlDriver driver = UnpackedTools.driver(18);
    PostgresDatabase source = PostgresServers.shared(18).createDatabase();
    source.executeAsKeeper(NEW_IN_18);
    byte[] dump = dump(driver, source);
    PostgresDatabase target = PostgresServers.shared(17).createDatabase();
    PostgresSample.fill(target);
    var before = target.contents();

    FailureException e =
        catchThrowableOfType(FailureException.class, () -> restore(driver, dump, target));

    assertThat(e.failure().code())
        .isIn(FailureCode.RESTORE_FAILED, FailureCode.RESTORE_REQUIREMENTS);
    assertThat(target.contents()).isEqualTo(before);
  }
}
