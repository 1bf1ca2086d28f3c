package holdfast.database.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastWordsTest {
  private final LastWords words = new LastWords();

  @Test
  void areOneLineThatReadsAsIfItHadAlwaysBeenOne() {
    words.add("pg_restore: error: could not execute query: server closed the connection");
    words.add("\tThis probably means the server terminated abnormally");
    words.add("\tbefore or while processing the request.");
    words.add("");
    words.add("Command was: COPY  t\t(a) FROM stdin;");
    assertThat(words)
        .hasToString(
            "pg_restore: error: could not execute query: server closed the connection This probably"
                + " means the server terminated abnormally before or while processing the request.;"
                + " Command was: COPY t (a) FROM stdin;");
  }

  @Test
  void areBoundedInNumberAndLength() {
    assertThat(words).hasToString("no message");
    for (int i = 0; i < 100; i++) {
      words.add("line " + i);
      words.add(" " + "x".repeat(1000));
    }
    assertThat(words.toString()).startsWith("line 92 x").hasSizeLessThan(8 * 410);
  }
}
