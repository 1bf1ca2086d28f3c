package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.OptionalLong;

/** Refuses an RDB that cannot be restored as one database and whole. For one thread. */
final class OneDatabase {
  private static final int MAX_NAME_LENGTH = 60;

  private OptionalLong number = OptionalLong.empty();
  private long current;

  /** The keys that follow are in this one. */
  void enter(long database) {
    current = database;
  }

  /** A key of the database that was entered last. */
  void check(RdbKey key) throws MalformedRdb {
    if (number.isPresent() && number.getAsLong() != current) {
      throw new MalformedRdb(
          "it holds keys of the databases %d and %d, and a backup is of one"
              .formatted(number.getAsLong(), current));
    }
    number = OptionalLong.of(current);
    if (key.module().isPresent()) {
      throw new MalformedRdb(
          "the key %s has a value of the module type %s"
              .formatted(shown(key.name()), key.module().get()));
    }
  }

  /** A key's name for messages. */
  static String shown(byte[] name) {
    String text = new String(name, UTF_8).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= MAX_NAME_LENGTH ? text : text.substring(0, MAX_NAME_LENGTH) + "…";
  }
}
