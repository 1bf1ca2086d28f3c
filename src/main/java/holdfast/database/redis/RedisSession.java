package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A connection that is logged in, named, and in the database that its URI names. For one thread;
 * {@link #close} comes from any.
 */
final class RedisSession implements AutoCloseable {
  /** How long a command of ours may take as a rule. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RedisUri uri;
  private final RedisConnection connection;

  private RedisSession(RedisUri uri, RedisConnection connection) {
    this.uri = uri;
    this.connection = connection;
  }

  /**
   * Logs in.
   *
   * @param name what the server shows as the session's name
   * @throws FailureException {@code DATABASE_MISSING} when the server has no database of this
   *     number
   */
  static RedisSession open(RedisUri uri, String name) throws FailureException {
    try {
      RedisSession session = new RedisSession(uri, RedisConnection.open(uri));
      try {
        session.logIn();
        session.call("CLIENT", "SETNAME", name);
        session.call("SELECT", Integer.toString(uri.database()));
        return session;
      } catch (FailureException e) {
        session.close();
        throw e;
      }
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw RedisFailures.of(e, uri);
    }
  }

  private void logIn() throws FailureException {
    // A user without a password logs in, too: who does not is the user default.
    if (uri.user().isPresent() || uri.password().isPresent()) {
      List<byte[]> words = new ArrayList<>(List.of(RespWriter.bytes("AUTH")));
      uri.user().ifPresent(user -> words.add(RespWriter.bytes(user)));
      words.add(RespWriter.bytes(uri.password().map(Secret::reveal).orElse("")));
      if (ask(PATIENCE, words) instanceof Reply.Refusal refusal) {
        throw RedisFailures.of(refusal, uri, "AUTH");
      }
    }
  }

  RedisUri uri() {
    return uri;
  }

  RedisConnection connection() {
    return connection;
  }

  /** Says a command and answers the reply; a refusal is a failure. */
  Reply call(String... words) throws FailureException {
    return call(PATIENCE, words);
  }

  Reply call(Duration patience, String... words) throws FailureException {
    Reply reply = ask(patience, Arrays.stream(words).map(RespWriter::bytes).toList());
    if (reply instanceof Reply.Refusal refusal) {
      throw RedisFailures.of(refusal, uri, words);
    }
    return reply;
  }

  /** The same of names that may be any bytes. */
  Reply call(List<byte[]> words) throws FailureException {
    Reply reply = ask(PATIENCE, words);
    if (reply instanceof Reply.Refusal refusal) {
      throw RedisFailures.of(refusal, uri, new String(words.getFirst(), UTF_8));
    }
    return reply;
  }

  /** Says a command and answers the reply, a refusal too. */
  Reply ask(String... words) throws FailureException {
    return ask(PATIENCE, Arrays.stream(words).map(RespWriter::bytes).toList());
  }

  private Reply ask(Duration patience, List<byte[]> words) throws FailureException {
    return exchange(
        patience,
        () -> {
          connection.writer().command(words);
          connection.flush();
          return connection.readReply();
        });
  }

  /** The same of names that may be any bytes. */
  Reply ask(List<byte[]> words) throws FailureException {
    return ask(PATIENCE, words);
  }

  /** What is more than one command and its reply; the connection is cut when it takes longer. */
  <T> T exchange(Duration patience, Deadline.Exchange<T> exchange) throws FailureException {
    try {
      return connection.within(patience, exchange);
    } catch (FailureException e) {
      throw e;
    } catch (IOException e) {
      throw RedisFailures.of(e, uri);
    }
  }

  /** How many of these keys there are. */
  long existing(List<String> keys) throws FailureException {
    List<String> words = new ArrayList<>(List.of("EXISTS"));
    words.addAll(keys);
    return call(words.toArray(String[]::new)) instanceof Reply.Count count ? count.value() : 0;
  }

  /** Is given the names of some keys. */
  interface Page {
    void keys(List<byte[]> names) throws FailureException;
  }

  /** Whether a database has one of some keys; looks at no more of them than it takes. */
  boolean hasAny(Predicate<byte[]> which) throws FailureException {
    String cursor = "0";
    do {
      Reply.Items page = page(cursor, "*");
      if (names(page).stream().anyMatch(which)) {
        return true;
      }
      cursor = page.items().get(0).asText();
    } while (!cursor.equals("0"));
    return false;
  }

  /**
   * Goes over all keys that match, in pages; each that is there all the time comes at least once.
   */
  void scan(String pattern, Page visitor) throws FailureException {
    String cursor = "0";
    do {
      Reply.Items page = page(cursor, pattern);
      cursor = page.items().get(0).asText();
      visitor.keys(names(page));
    } while (!cursor.equals("0"));
  }

  private Reply.Items page(String cursor, String pattern) throws FailureException {
    if (call("SCAN", cursor, "MATCH", pattern, "COUNT", "1000") instanceof Reply.Items page
        && page.items().size() == 2
        && page.items().get(1) instanceof Reply.Items) {
      return page;
    }
    throw new FailureException(
        FailureCode.DATABASE_UNREACHABLE,
        "the server of " + uri.where() + " answers SCAN with something else than keys",
        "Check that it is a Redis or Valkey server.");
  }

  private static List<byte[]> names(Reply.Items page) {
    return ((Reply.Items) page.items().get(1))
        .items().stream()
            .filter(Reply.Text.class::isInstance)
            .map(key -> ((Reply.Text) key).bytes())
            .toList();
  }

  @Override
  public void close() {
    connection.close();
  }
}
