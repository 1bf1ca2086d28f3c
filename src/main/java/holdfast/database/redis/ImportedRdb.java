package holdfast.database.redis;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An RDB from elsewhere, and the proof that it is one, whole, and of one database. */
final class ImportedRdb implements Dump {
  private static final String HINT =
      "Make the file with: redis-cli --rdb FILE (of a server that has keys in one database only);"
          + " it may be packed by gzip or zstd.";
  private static final String EXPECTED = "an RDB file of Redis or Valkey was expected";

  /** What a file says of itself is shown and kept: anything else is not believed. */
  private static final Pattern VERSION = Pattern.compile("\\d[\\w.+-]{0,39}");

  private final InputStream file;
  private final Contents contents = new Contents();
  private final RdbWalker walker = new RdbWalker(contents);
  private final Proven stream = new Proven();

  ImportedRdb(InputStream file) {
    this.file = file;
  }

  @Override
  public String format() {
    return RedisDump.FORMAT;
  }

  @Override
  public String serverVersion() {
    return contents.serverVersion;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    if (!stream.ended) {
      throw invalid("the file is not a whole one: it was not read to its end");
    }
    if (stream.headBytes < RdbHeader.SIZE) {
      throw foreign();
    }
    Optional<String> missing = walker.missing();
    if (missing.isPresent()) {
      throw invalid("the file is not a whole one: " + missing.get());
    }
    return new DumpFacts(serverVersion(), contents.tool(), contents.details());
  }

  private FailureException foreign() {
    return invalid("this is " + ForeignFile.titleOf(stream.head()));
  }

  private static FailureException invalid(String what) {
    return new FailureException(FailureCode.IMPORT_INVALID, EXPECTED + ", and " + what, HINT);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close what is imported", e);
    }
  }

  /** What the RDB says of itself. */
  private final class Contents implements RdbListener {
    private final OneDatabase database = new OneDatabase();
    private volatile String serverVersion = "";
    private boolean valkey;
    private int version;

    @Override
    public void header(RdbHeader header) {
      version = header.version();
    }

    @Override
    public void note(String name, String value, byte[] record) {
      boolean isVersion = name.equals("redis-ver") || name.equals("valkey-ver");
      if (isVersion && VERSION.matcher(value).matches()) {
        serverVersion = value;
        valkey = name.equals("valkey-ver");
      }
    }

    @Override
    public void database(long number) {
      database.enter(number);
    }

    @Override
    public void key(RdbKey key) throws FailureException {
      try {
        database.check(key);
      } catch (MalformedRdb e) {
        throw invalid(e.why());
      }
    }

    String tool() {
      return ((valkey ? "Valkey " : "Redis ") + serverVersion).strip();
    }

    Map<String, String> details() {
      return Map.of("rdbVersion", Integer.toString(version), "keys", Long.toString(walker.keys()));
    }
  }

  /** Lets the file's bytes pass and walks through them. For one thread. */
  private final class Proven extends InputStream {
    private final byte[] first = new byte[RdbHeader.SIZE];
    private int headBytes;
    private volatile boolean ended;

    byte[] head() {
      return Arrays.copyOf(first, headBytes);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = file.read(bytes, offset, length);
      if (count < 0) {
        ended = true;
        return count;
      }
      int more = Math.min(count, first.length - headBytes);
      System.arraycopy(bytes, offset, first, headBytes, more);
      headBytes += more;
      if (headBytes == first.length && !RdbHeader.isOne(first)) {
        throw foreign();
      }
      try {
        walker.accept(bytes, offset, count);
        return count;
      } catch (MalformedRdb e) {
        throw invalid("the file is not a whole one: " + e.why());
      }
    }
  }
}
