package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdbFileTest {
  private static final byte[] RDB =
      new RdbWriter("REDIS0010")
          .note("redis-ver", "7.0.1")
          .database(4)
          .string("a", "1")
          .string("b", "2")
          .whole();

  private static Dump imported(byte[] file) {
    return new RedisDriver().imported(new ByteArrayInputStream(file));
  }

  private static Failure failure(byte[] file) {
    try (Dump dump = imported(file)) {
      return catchThrowableOfType(
              FailureException.class,
              () -> {
                dump.stream().readAllBytes();
                dump.awaitSuccess();
              })
          .failure();
    }
  }

  @Test
  void givesAWholeFileAsItIsAndKnowsItsVersions() throws Exception {
    try (Dump dump = imported(RDB)) {
      assertThat(dump.serverVersion()).isEmpty();
      assertThat(dump.format()).isEqualTo("rdb");
      assertThat(dump.stream().readAllBytes()).isEqualTo(RDB);

      DumpFacts facts = dump.awaitSuccess();

      assertThat(facts.serverVersion()).isEqualTo("7.0.1");
      assertThat(facts.toolVersion()).isEqualTo("Redis 7.0.1");
      assertThat(facts.details()).containsEntry("rdbVersion", "10").containsEntry("keys", "2");
    }
  }

  @Test
  void aFileThatIsCutAnywhereIsNoSuccess() {
    for (int length = 0; length < RDB.length; length++) {
      Failure failure = failure(Arrays.copyOf(RDB, length));

      assertThat(failure.code()).as("%d bytes", length).isEqualTo(FailureCode.IMPORT_INVALID);
      assertThat(failure.hint()).contains("redis-cli --rdb");
    }
  }

  @Test
  void whatWasNotReadToItsEndIsNoSuccess() throws Exception {
    try (Dump dump = imported(RDB)) {
      assertThat(dump.stream().read()).isEqualTo('R');
      assertThat(catchThrowableOfType(FailureException.class, dump::awaitSuccess))
          .hasMessageContaining("not read to its end");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'*2 $6 SELECT $1 0', an append-only file",
    "'file appendonly.aof.1.base.rdb', the manifest of an append-only file",
    "'{\"key\": 1}', a JSON text",
    "'<html></html>', a web page",
    "PGDMP..........., an archive of pg_dump",
    "PK.............., a zip file",
    "BZh91AY........., a file that is packed by bzip2",
    "'', an empty file",
    "x, something else",
    "some other bytes, something else",
  })
  void saysWhatAnotherFileIs(String content, String title) {
    Failure failure = failure(content.getBytes(ISO_8859_1));
    assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_INVALID);
    assertThat(failure.message()).contains("this is " + title);
  }

  @Test
  void refusesWhatIsNotOneDatabase() {
    byte[] two =
        new RdbWriter("REDIS0010")
            .database(0)
            .string("a", "1")
            .database(5)
            .string("b", "1")
            .whole();
    assertThat(failure(two).message()).contains("databases 0 and 5");
    byte[] module = new RdbWriter("REDIS0010").database(0).bytes(7).text("doc").bytes(5, 0).whole();
    assertThat(failure(module).message()).contains("doc").contains("module type AAAAAAAAA");
    assertThat(failure(Arrays.copyOf(RDB, RDB.length + 20)).message())
        .contains("more bytes follow");
  }

  /** So end append-only files of Redis 4 to 6: an RDB, and then all that was written since. */
  @Test
  void isNotHeldUpByWhatFollowsAfterTheEnd() {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(RDB),
            new InputStream() {
              private long given;

              @Override
              public int read() {
                return 0;
              }

              @Override
              public int read(byte[] bytes, int offset, int length) {
                given += length;
                assertThat(given).as("bytes read after the end").isLessThan(10_000_000);
                return length;
              }
            });
    try (Dump dump = new RedisDriver().imported(endless)) {
      assertThat(catchThrowableOfType(FailureException.class, () -> dump.stream().readAllBytes()))
          .hasMessageContaining("more bytes follow");
    }
  }

  @Test
  void believesNoVersionThatIsNone() throws Exception {
    for (String version : List.of("7.0.1\u001b[2J", "<b>7</b>", "7".repeat(60), "")) {
      byte[] file = new RdbWriter("REDIS0010").note("redis-ver", version).whole();
      try (Dump dump = imported(file)) {
        dump.stream().readAllBytes();
        assertThat(dump.awaitSuccess().serverVersion()).isEmpty();
        assertThat(dump.awaitSuccess().toolVersion()).isEqualTo("Redis");
      }
    }
  }

  @Test
  void takesWhatRedisCliWrites(@TempDir Path folder) throws Exception {
    try (RedisServer server = RedisServer.start()) {
      RedisDatabase source = server.createDatabase();
      source.fill();
      Path file = folder.resolve("dump.rdb");
      server.admin().call("--rdb", file.toString());
      byte[] bytes = Files.readAllBytes(file);
      try (Dump dump = imported(bytes)) {
        dump.stream().readAllBytes();
        assertThat(dump.awaitSuccess().serverVersion()).startsWith("7.0.");
      }
      RedisDatabase target = server.createDatabase();
      RedisDumps.restore(bytes, target);
      assertThat(target.contents()).isEqualTo(source.contents());
    }
  }
}
