package holdfast.database.redis;

import holdfast.model.FailureException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Brings the keys of an RDB to the target, each under its name of this run. For one thread. */
final class KeyLoader implements RdbListener, AutoCloseable {
  private final RestoreBatch batch;
  private final RedisUri uri;
  private final OneDatabase database = new OneDatabase();
  private final ValueSpool value;
  private @Nullable RdbKey key;
  private long keys;
  private long lastingKeys;
  private int functionLibraries;

  /**
   * @param folder for large values
   */
  KeyLoader(RestoreBatch batch, RedisUri uri, RunKeys names, Path folder) {
    this.batch = batch;
    this.uri = uri;
    this.value = new ValueSpool(folder, names.tag().sessionName());
  }

  /** How many were brought. */
  long keys() {
    return keys;
  }

  /** How many of them cannot expire, not even field by field, and so must be there later. */
  long lastingKeys() {
    return lastingKeys;
  }

  int functionLibraries() {
    return functionLibraries;
  }

  @Override
  public void header(RdbHeader header) {
    batch.format(header);
  }

  @Override
  public void functions() {
    functionLibraries++;
  }

  @Override
  public void database(long number) {
    database.enter(number);
  }

  @Override
  public void key(RdbKey next) throws FailureException {
    try {
      database.check(next);
    } catch (MalformedRdb e) {
      throw RedisFailures.restoreFailed(uri, "the backup cannot be used: " + e.why());
    }
    boolean wanted = !RunKeys.ofSomeRun(next.name()) && next.expiresAt().orElse(1L) > 0;
    key = wanted ? next : null;
  }

  @Override
  public void value(byte[] bytes, int offset, int length) throws FailureException {
    if (key != null) {
      spool(() -> value.append(bytes, offset, length));
    }
  }

  @Override
  public void endOfValue() throws FailureException {
    RdbKey whole = key;
    if (whole != null) {
      batch.add(whole, value);
      spool(value::clear);
      keys++;
      boolean lasts = whole.expiresAt().isEmpty() && !ValueType.hasExpiringFields(whole.type());
      lastingKeys += lasts ? 1 : 0;
    }
  }

  private interface Spooling {
    void run() throws IOException;
  }

  private void spool(Spooling step) throws FailureException {
    try {
      step.run();
    } catch (IOException e) {
      throw RedisFailures.restoreFailed(
          uri, "a large value cannot be kept in a temporary file: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    value.close();
  }
}
