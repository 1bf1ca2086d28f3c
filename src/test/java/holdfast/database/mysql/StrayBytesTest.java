package holdfast.database.mysql;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that are no letters of a column's character set, of which no dump tells. */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MYSQL_8"})
class StrayBytesTest {
  private static final String SECRETS =
      "SELECT id, AES_DECRYPT(card, 'k'), HEX(digest), AES_DECRYPT(fine, 'k'), word, HEX(made) FROM secrets";

  private final MysqlRelease release;
  private final MariaDbServer server;
  private final MariaDbDatabase source;

  StrayBytesTest(MysqlRelease release) {
    this.release = release;
    this.server = MariaDbServers.shared(release);
    this.source = server.createDatabase();
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void areRefusedUntilTheirColumnsAreOfBytes() throws Exception {
    source.execute(
        """
        CREATE TABLE secrets (id int, card varchar(64) CHARACTER SET cp1251,
          digest char(16) CHARACTER SET ascii, fine varchar(64) CHARACTER SET latin1,
          word varchar(64) CHARACTER SET cp1251,
          made varchar(64) CHARACTER SET cp1251 AS (card) STORED)
        """);
    source.execute(
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    "(%1$d, AES_ENCRYPT('%1$d', 'k'), UNHEX(MD5(%1$d)), AES_ENCRYPT('%1$d', 'k'), 'Привет?')"
                        .formatted(i))
            .collect(
                joining(", ", "INSERT INTO secrets (id, card, digest, fine, word) VALUES ", "")));

    Failure failure = refusal().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(failure.message()).endsWith(": secrets.card, secrets.digest");
    assertThat(failure.hint()).contains("VARBINARY");

    source.execute("ALTER TABLE secrets MODIFY card varbinary(64), MODIFY digest varbinary(64)");
    assertThat(restored().query(SECRETS))
        .isEqualTo(source.query(SECRETS))
        .hasSizeGreaterThanOrEqualTo(50);
  }

  /** Whatever character sets the server has of one byte a letter. */
  @Test
  void everyOtherByteOfEveryOtherCharacterSetComesBack() throws Exception {
    List<String> sets =
        new ArrayList<>(
            source.query(
                "SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS WHERE MAXLEN = 1 ORDER BY 1"));
    source.execute(
        sets.stream()
            .map(it -> "`%1$s` varchar(256) CHARACTER SET %1$s".formatted(it))
            .collect(joining(", ", "CREATE TABLE t (", ")")));
    String bytes = IntStream.range(0, 256).mapToObj("%02x"::formatted).collect(joining());
    source.execute(
        sets.stream()
            .map(it -> "0x" + bytes)
            .collect(joining(", ", "INSERT INTO t VALUES (", ")")));

    for (Optional<Failure> failure = refusal(); failure.isPresent(); failure = refusal()) {
      String names = failure.get().message().replaceFirst(".*: ", "").replaceFirst(" and .*", "");
      for (String name : names.replace("t.", "").split(", ", -1)) {
        assertThat(sets.remove(name)).as(name).isTrue();
        source.execute("ALTER TABLE t DROP `" + name + "`");
      }
    }

    assertThat(sets)
        .contains("binary", "latin1", "latin2", "koi8r", "cp850")
        .doesNotContain("cp1251");
    String all =
        sets.stream().map(it -> "HEX(`" + it + "`)").collect(joining(", ", "SELECT ", " FROM t"));
    assertThat(restored().query(all)).isEqualTo(source.query(all));
  }

  /** There are tables, too, whose names differ in nothing but capitals. */
  @Test
  void aLookThatIsInterruptedEndsAtTheServerToo() throws Exception {
    source.execute(
        "CREATE TABLE t (a varchar(9) CHARACTER SET ascii); CREATE TABLE T LIKE t; ALTER TABLE T ADD b int"
            + (release.isMariaDb() ? ", ADD SYSTEM VERSIONING" : ""));
    String looks = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT MAX(%'";
    List<Failure> failures = new CopyOnWriteArrayList<>();
    Thread look = new Thread(() -> refusal().ifPresent(failures::add));
    try (Connection other = server.connect(source.name());
        Statement statement = other.createStatement()) {
      statement.execute("LOCK TABLES t WRITE");
      look.start();
      assertThat(Leftovers.await(() -> !source.query(looks).isEmpty())).isTrue();

      look.interrupt();

      assertThat(look.join(Duration.ofSeconds(20))).isTrue();
      assertThat(Leftovers.await(() -> source.query(looks).isEmpty())).isTrue();
    }
    assertThat(failures)
        .singleElement()
        .extracting(Failure::message)
        .asString()
        .contains("broken off");
    assertThat(refusal()).isEmpty();
  }

  private MariaDbDatabase restored() throws Exception {
    MariaDbDatabase target = server.createDatabase();
    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());
    return target;
  }

  private Optional<Failure> refusal() {
    return Optional.ofNullable(
            catchThrowableOfType(FailureException.class, () -> MysqlRuns.dump(source.connection())))
        .map(FailureException::failure);
  }
}
