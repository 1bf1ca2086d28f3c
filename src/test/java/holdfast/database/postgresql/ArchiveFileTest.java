package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveFileTest {
  private static final byte[] ARCHIVE =
      new ArchiveWriter(14)
          .header()
          .entries(2)
          .entry(7, true, "TABLE DATA", "customer", "", "shop")
          .entry(8, false, "VIEW", "happy", "CREATE VIEW happy AS SELECT 1", "shop")
          .data(7, "a\n".repeat(400), "b\n")
          .bytes();

  private static Dump imported(byte[] file) {
    return new PostgresqlDriver().imported(new ByteArrayInputStream(file));
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
  void givesAWholeArchiveAsItIsAndKnowsItsVersions() throws Exception {
    try (Dump dump = imported(ARCHIVE)) {
      assertThat(dump.serverVersion()).isEmpty();
      assertThat(dump.format()).isEqualTo("pgdump");
      assertThat(dump.stream().readAllBytes()).isEqualTo(ARCHIVE);

      DumpFacts facts = dump.awaitSuccess();

      assertThat(facts.serverVersion()).isEqualTo("114.1");
      assertThat(facts.toolVersion()).isEqualTo("pg_dump 114.2");
      assertThat(facts.details())
          .containsEntry("archiveFormat", "1.14")
          .containsEntry("dataBlocks", "1");
    }
  }

  @Test
  void anArchiveThatIsCutAnywhereIsNoSuccess() {
    for (int length = 0; length < ARCHIVE.length; length++) {
      Failure failure = failure(Arrays.copyOf(ARCHIVE, length));

      assertThat(failure.code()).as("%d bytes", length).isEqualTo(FailureCode.IMPORT_INVALID);
      assertThat(failure.hint()).contains("pg_dump --format=custom");
    }
  }

  @Test
  void anArchiveThatSomethingFollowsIsNoSuccess() {
    assertThat(failure(Arrays.copyOf(ARCHIVE, ARCHIVE.length + 10)).code())
        .isEqualTo(FailureCode.IMPORT_INVALID);
  }

  @Test
  void anArchiveThatIsNotReadToItsEndIsNoSuccess() throws Exception {
    try (Dump dump = imported(ARCHIVE)) {
      assertThat(dump.stream().read()).isEqualTo('P');

      assertThat(catchThrowableOfType(FailureException.class, dump::awaitSuccess).getMessage())
          .contains("not read to its end");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "an empty file | ''",
        "a plain SQL text | '--\n-- PostgreSQL database dump\n--'",
        "a plain SQL text | 'SET statement_timeout = 0;'",
        "a web page or another XML text | '\n<!DOCTYPE html><html>Not found'",
        "a web page or another XML text | '<?xml version=\"1.0\"?><Error/>'",
        "a JSON text | '{\"error\":404}'",
        "a zip file | 'PK..'",
        "a file that is packed by bzip2 | 'BZh91'",
        "something else | 'PGDM'",
      })
  void aWrongFileIsToldByName(String name, String content) {
    assertThat(failure(content.getBytes(UTF_8)).message())
        .isEqualTo("an archive of pg_dump's custom format was expected, and this is " + name);
  }

  @ParameterizedTest
  @CsvSource({
    "a file that is packed by xz, fd377a585a00",
    "a file that is packed twice, 1f8b08",
    "a file that is packed twice, 28b52ffd",
  })
  void aWrongBinaryFileToo(String name, String hex) {
    assertThat(failure(HexFormat.of().parseHex(hex)).message()).endsWith("this is " + name);
  }

  @ParameterizedTest
  @CsvSource({"toc.dat, a dump in tar format", "some.file, a tar file"})
  void aTarFileToo(String first, String name) {
    byte[] tar = new byte[1024];
    System.arraycopy(first.getBytes(UTF_8), 0, tar, 0, first.length());
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);

    assertThat(failure(tar).message()).endsWith("this is " + name);
  }

  @Test
  void closesTheFileWithItself() {
    AtomicInteger closed = new AtomicInteger();
    Dump dump =
        new PostgresqlDriver()
            .imported(
                new ByteArrayInputStream(ARCHIVE) {
                  @Override
                  public void close() {
                    closed.incrementAndGet();
                  }
                });

    dump.close();

    assertThat(closed).hasPositiveValue();
  }
}
