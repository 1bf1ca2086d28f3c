package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What a server answers to a command. */
sealed interface Reply {

  /** Bytes, or a short word. */
  final class Text implements Reply {
    private final byte[] bytes;

    Text(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  record Count(long value) implements Reply {}

  record Items(List<Reply> items) implements Reply {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** There is none. */
  record Nothing() implements Reply {}

  /**
   * It refused.
   *
   * @param words begin with a code in capitals
   */
  record Refusal(String words) implements Reply {
    String code() {
      return words.split(" ", 2)[0];
    }
  }

  /** For messages and comparisons of what should be a text. */
  default String asText() {
    return switch (this) {
      case Text text -> new String(text.bytes(), UTF_8);
      case Count count -> Long.toString(count.value());
      case Refusal refusal -> refusal.words();
      case Items items -> items.items().size() + " items";
      case Nothing nothing -> "";
    };
  }
}
