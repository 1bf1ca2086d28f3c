package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresServers;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All of a server's character sets, those too that only clients may have. */
class ArchiveEncodingTest {
  private static final String NAMES =
      "SELECT DISTINCT pg_encoding_to_char(n) FROM generate_series(0, 60) n WHERE pg_encoding_to_char(n) <> ''";

  private final List<String> names = PostgresServers.shared(15).query("postgres", NAMES);

  @Test
  void allButSomeAreReadAsWhatTheyAre() {
    assertThat(names.stream().filter(name -> charset(name).equals(UTF_8)))
        .containsExactlyInAnyOrder(
            "UTF8", "SQL_ASCII", "JOHAB", "LATIN6", "LATIN8", "MULE_INTERNAL", "SHIFT_JIS_2004");
    assertThat(charset("WIN1252")).isEqualTo(Charset.forName("windows-1252"));
    assertThat(charset("nonsense")).isEqualTo(UTF_8);
    assertThat(charset("IBM037")).isEqualTo(UTF_8);
  }

  /** Else the restoring tool would see other keywords than we do. */
  @Test
  void inAllOfThemAsciiIsAscii() {
    byte[] ascii = new byte[128];
    for (byte i = 0; i >= 0; i++) {
      ascii[i] = i;
    }
    assertThat(names)
        .allSatisfy(
            name ->
                assertThat(new String(ascii, charset(name)))
                    .isEqualTo(new String(ascii, US_ASCII)));
  }

  private static Charset charset(String name) {
    return ArchiveEncoding.of("SET client_encoding = '%s';\n".formatted(name));
  }
}
