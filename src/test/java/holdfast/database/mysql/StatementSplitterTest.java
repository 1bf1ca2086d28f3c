package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementSplitterTest {
  private static final String TEXT =
      """
      /*M!999999\\- enable the sandbox mode */
      -- a comment; with a delimiter
      SELECT 'a;b''c\\';d', "x;\\"y", `n;``m`;
      /*!50003 CREATE ; ';' */ /*M!100 x; */; # the end;
      INSERT -- it; is
       INTO /* no; t */ t;
      DELIMITER ;;
      CREATE BEGIN ; END ;;
      DELIMITER ;
      SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES';
      SELECT '\\', "\\";
      SET sql_mode = '';
      SELECT 1--2;
      -- Dump completed
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void findsStatementsWhateverThePieces(int piece) throws Exception {
    List<String> found = new ArrayList<>();
    StatementSplitter splitter = new StatementSplitter(1000, new Collector(found));
    byte[] bytes = TEXT.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      splitter.accept(bytes, at, Math.min(piece, bytes.length - at));
    }
    assertThat(splitter.isBetweenStatements()).isTrue();
    assertThat(found)
        .containsExactly(
            "comment /*M!999999\\- enable the sandbox mode */",
            "comment -- a comment; with a delimiter",
            "SELECT 'a;b''c\\';d', \"x;\\\"y\", `n;``m`",
            "/*!50003 CREATE ; ';' */ /*M!100 x; */",
            "comment # the end;",
            "INSERT -- it; is\n INTO /* no; t */ t",
            "CREATE BEGIN ; END",
            "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'",
            "SELECT '\\', \"\\\"",
            "SET sql_mode = ''",
            "SELECT 1--2",
            "comment -- Dump completed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT 1", "SELECT 'a;", "-- a line", "/*! x; ", "DELIMITER", "SELECT `;"})
  void knowsThatSomethingIsOpen(String text) throws Exception {
    StatementSplitter splitter = new StatementSplitter(1000, new Collector(new ArrayList<>()));
    splitter.accept(text.getBytes(UTF_8), 0, text.length());
    assertThat(splitter.isBetweenStatements()).isFalse();
  }

  private record Collector(List<String> found) implements StatementSplitter.Sink {
    @Override
    public void statement(byte[] statement, int length) {
      found.add(new String(statement, 0, length, UTF_8));
    }

    @Override
    public void comment(String line) {
      found.add("comment " + line);
    }
  }
}
