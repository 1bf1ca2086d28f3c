package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.Crc64;
import holdfast.database.redis.RdbBytes.Underflow;
import holdfast.model.FailureException;
import java.util.List;
import java.util.Optional;

/**
 * Walks through an RDB while its bytes pass, and so knows whether it is whole: each value's
 * encoding says where it ends, a byte says that no more keys come, and then there is a checksum of
 * everything. Keeps at most a key's name, never a value. For one thread.
 */
final class RdbWalker {
  private static final int SLOTS = 244;
  private static final int FUNCTIONS = 245;
  private static final int MODULE_NOTE = 247;
  private static final int IDLE = 248;
  private static final int FREQUENCY = 249;
  private static final int NOTE = 250;
  private static final int SIZES = 251;
  private static final int EXPIRES_AT_MILLIS = 252;
  private static final int EXPIRES_AT_SECONDS = 253;
  private static final int DATABASE = 254;
  private static final int END = 255;

  private static final String TOO_LONG = "more bytes follow after its end";

  private static final int SIZE_COUNTS = 2;
  private static final int SLOT_COUNTS = 3;

  private enum Place {
    HEADER,
    RECORD,
    VALUE,
    PASSED_OVER,
    CHECKSUM,
    AFTER_END
  }

  private final RdbListener listener;
  private final RdbBytes in = new RdbBytes();
  private final ValueWalker values = new ValueWalker();
  private final Crc64 crc = Crc64.ofJones();
  private Place place = Place.HEADER;
  private int hashed;
  private boolean ofValkey;
  private long passed;
  private long keys;

  RdbWalker(RdbListener listener) {
    this.listener = listener;
  }

  /**
   * Takes the next bytes.
   *
   * @throws MalformedRdb also for bytes that come when it has ended: they could be any number
   * @throws FailureException of the listener
   */
  void accept(byte[] bytes, int offset, int length) throws MalformedRdb, FailureException {
    if (hasEnded() && length > 0) {
      throw new MalformedRdb(TOO_LONG);
    }
    hash();
    passed += in.position();
    in.append(bytes, offset, length);
    hashed = in.position();
    try {
      boolean goesOn = true;
      while (goesOn && place != Place.AFTER_END) {
        goesOn = step();
      }
    } catch (MalformedRdb e) {
      throw new MalformedRdb("%s, at byte %d".formatted(e.why(), passed + in.position()));
    }
  }

  /** Whether all has passed. */
  boolean hasEnded() {
    return place == Place.AFTER_END;
  }

  /** How many bytes have come after the end. */
  int bytesAfterEnd() {
    return hasEnded() ? in.available() : 0;
  }

  /** Those that have come after the end. */
  byte[] afterEnd() {
    int from = in.position();
    in.skip(bytesAfterEnd());
    byte[] bytes = in.since(from);
    in.position(from);
    return bytes;
  }

  /** Of all databases. */
  long keys() {
    return keys;
  }

  /** Why the RDB would not be whole if it ended here; empty if it would. */
  Optional<String> missing() {
    if (!hasEnded()) {
      return Optional.of(
          switch (place) {
            case HEADER -> "it ends before anything is said";
            case CHECKSUM -> "it ends within its checksum";
            default -> "it ends after %d keys, in the middle".formatted(keys);
          });
    }
    return bytesAfterEnd() == 0 ? Optional.empty() : Optional.of(TOO_LONG);
  }

  private void hash() {
    crc.update(in.array(), hashed, in.position() - hashed);
    hashed = in.position();
  }

  /** Answers whether it came to an end of something; else more bytes have to come. */
  private boolean step() throws MalformedRdb, FailureException {
    return switch (place) {
      case HEADER -> reads(this::readHeader);
      case RECORD -> reads(this::readRecord);
      case CHECKSUM -> reads(this::readChecksum);
      case VALUE -> passesValue();
      case PASSED_OVER -> passesOver();
      case AFTER_END -> false;
    };
  }

  /** What is read at once or not at all. */
  private interface Unit {
    void read() throws Underflow, MalformedRdb, FailureException;
  }

  private boolean reads(Unit unit) throws MalformedRdb, FailureException {
    int start = in.position();
    try {
      unit.read();
      return true;
    } catch (Underflow e) {
      in.position(start);
      return false;
    }
  }

  private void readHeader() throws Underflow, MalformedRdb, FailureException {
    RdbHeader header = RdbHeader.of(in.readBytes(RdbHeader.SIZE));
    place = Place.RECORD;
    ofValkey = header.isOfValkey();
    listener.header(header);
  }

  private void readRecord() throws Underflow, MalformedRdb, FailureException {
    int start = in.position();
    int kind = in.readByte();
    switch (kind) {
      case NOTE -> {
        String name = new String(in.readText(), UTF_8);
        String value = new String(in.readText(), UTF_8);
        listener.note(name, value, in.since(start));
      }
      case DATABASE -> listener.database(in.readLength());
      case SIZES -> readNumbers(SIZE_COUNTS);
      case SLOTS -> readNumbers(SLOT_COUNTS);
      case FUNCTIONS -> {
        begin(Place.PASSED_OVER, ValueType.FUNCTION_LIBRARY);
        listener.functions();
      }
      case MODULE_NOTE -> {
        in.readId();
        begin(Place.PASSED_OVER, ValueType.MODULE_PIECES);
      }
      case END -> place = Place.CHECKSUM;
      default -> readKey(start, kind);
    }
  }

  private void readNumbers(int count) throws Underflow, MalformedRdb {
    for (int i = 0; i < count; i++) {
      in.readLength();
    }
  }

  private void readKey(int start, int first) throws Underflow, MalformedRdb, FailureException {
    Optional<Long> expiresAt = Optional.empty();
    Optional<Long> idleSeconds = Optional.empty();
    Optional<Integer> frequency = Optional.empty();
    int kind = first;
    for (; kind >= IDLE; kind = in.readByte()) {
      switch (kind) {
        case EXPIRES_AT_MILLIS -> expiresAt = Optional.of(in.readLittleEndian(Long.BYTES));
        case EXPIRES_AT_SECONDS ->
            expiresAt = Optional.of(1000 * in.readLittleEndian(Integer.BYTES));
        case IDLE -> idleSeconds = Optional.of(in.readLength());
        case FREQUENCY -> frequency = Optional.of(in.readByte());
        default -> throw new MalformedRdb("a key is announced and does not come");
      }
    }
    List<ValueType.Part> parts = partsOf(kind);
    byte[] name = in.readText();
    Optional<String> module =
        kind == ValueType.MODULE ? Optional.of(ModuleName.of(in.readId())) : Optional.empty();
    begin(Place.VALUE, parts);
    keys++;
    listener.key(
        new RdbKey(
            name,
            in.since(start),
            new RdbKey.Traits(kind, expiresAt, idleSeconds, frequency, module)));
  }

  private List<ValueType.Part> partsOf(int kind) throws MalformedRdb {
    return ValueType.parts(kind, ofValkey)
        .orElseThrow(
            () ->
                new MalformedRdb(
                    "a value is written in the way %d, which this version does not know"
                        .formatted(kind)));
  }

  private void begin(Place next, List<ValueType.Part> parts) {
    values.begin(parts);
    place = next;
  }

  private boolean passesValue() throws MalformedRdb, FailureException {
    int from = in.position();
    boolean ended = values.walk(in);
    listener.value(in.array(), from, in.position() - from);
    if (ended) {
      place = Place.RECORD;
      listener.endOfValue();
    }
    return ended;
  }

  private boolean passesOver() throws MalformedRdb {
    boolean ended = values.walk(in);
    if (ended) {
      place = Place.RECORD;
    }
    return ended;
  }

  private void readChecksum() throws Underflow, MalformedRdb, FailureException {
    hash();
    long expected = in.readLittleEndian(Long.BYTES);
    hashed = in.position();
    if (expected != 0 && expected != crc.getValue()) {
      throw new MalformedRdb("its checksum is not that of its bytes");
    }
    place = Place.AFTER_END;
    listener.end();
  }
}
