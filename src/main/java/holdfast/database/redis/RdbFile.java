package holdfast.database.redis;

import holdfast.database.ImportedFile;
import holdfast.model.FailureException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An RDB of one database that lies in a file. */
final class RdbFile implements ImportedFile.Format {

  /** What a file says of itself is shown and kept: anything else is not believed. */
  private static final Pattern VERSION = Pattern.compile("\\d[\\w.+-]{0,39}");

  private final Contents contents = new Contents();
  private final RdbWalker walker = new RdbWalker(contents);

  @Override
  public String ending() {
    return RedisDump.FORMAT;
  }

  @Override
  public String title() {
    return "an RDB file of Redis or Valkey";
  }

  @Override
  public String hint() {
    return "Make the file with: redis-cli --rdb FILE (of a server that has keys in one database only);"
        + " it may be packed by gzip or zstd.";
  }

  @Override
  public boolean isBegunBy(byte[] head) {
    return head.length >= RdbHeader.SIZE && RdbHeader.isOne(Arrays.copyOf(head, RdbHeader.SIZE));
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws FailureException {
    try {
      walker.accept(bytes, offset, length);
    } catch (MalformedRdb e) {
      throw ImportedFile.notWhole(this, e.why());
    }
  }

  @Override
  public Optional<String> missing() {
    return walker.missing();
  }

  @Override
  public String serverVersion() {
    return contents.serverVersion;
  }

  @Override
  public String toolTitle() {
    return ((contents.isValkey ? "Valkey " : "Redis ") + contents.serverVersion).strip();
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "rdbVersion", Integer.toString(contents.version), "keys", Long.toString(walker.keys()));
  }

  /** What the RDB says of itself. */
  private final class Contents implements RdbListener {
    private final OneDatabase database = new OneDatabase();
    private volatile String serverVersion = "";
    private boolean isValkey;
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
        isValkey = name.equals("valkey-ver");
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
        throw ImportedFile.refusal(RdbFile.this, e.why());
      }
    }
  }
}
