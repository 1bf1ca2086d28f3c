package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=2-5, 2, 5",
    "bytes=2-, 2, 9",
    "bytes=2-1000, 2, 9",
    "bytes=-3, 7, 9",
    "bytes=-1000, 0, 9",
    "bytes=9-, 9, 9"
  })
  void readsOneRange(String header, long first, long last) {
    assertThat(ByteRange.of(header, 10)).contains(new ByteRange(first, last));
    assertThat(new ByteRange(first, last).isSatisfiable()).isTrue();
    assertThat(new ByteRange(first, last).count()).isEqualTo(last - first + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
  void knowsWhatLiesBehindTheEnd(String header) {
    assertThat(ByteRange.of(header, 10).orElseThrow().isSatisfiable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=-",
        "bytes=5-3",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes=a-b",
        "",
        "bytes=1-9999999999999999999"
      })
  void ignoresWhatIsNoSingleRange(String header) {
    assertThat(ByteRange.of(header, 10)).isEmpty();
  }

  @Test
  void isEmptyWithoutAHeader() {
    assertThat(ByteRange.of(null, 10)).isEmpty();
  }
}
