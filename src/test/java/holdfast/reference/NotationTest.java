package holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NotationTest {
  private static final JsonNode VALUE =
      JsonMapper.builder()
          .build()
          .readTree(
              """
              {"name": "It's", "a-b": [1, true, null], "empty": {},
               "long": ["one that is rather long", "another one that is rather long", "third"]}\
              """);

  @Test
  void jsonIsTheSameValueAgain() {
    assertThat(JsonMapper.builder().build().readTree(Notation.JSON.write(VALUE))).isEqualTo(VALUE);
  }

  @Test
  void javaScriptReadsAsPeopleWriteIt() {
    assertThat(Notation.JAVASCRIPT.write(VALUE))
        .isEqualTo(
            """
            {
              name: 'It\\'s',
              'a-b': [1, true, null],
              empty: {},
              long: [
                'one that is rather long',
                'another one that is rather long',
                'third'
              ]
            }\
            """);
  }

  @Test
  void shellsAreGivenTextsAsTheyAre() {
    assertThat(ShellLine.quoted("a-b_c:1")).isEqualTo("a-b_c:1");
    assertThat(ShellLine.quoted("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
    assertThat(ShellLine.quoted("")).isEqualTo("''");
  }
}
