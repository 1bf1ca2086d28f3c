package holdfast.model;

import java.util.HexFormat;
import java.util.UUID;

/**
 * The identity of a backup: a UUID of version 7, so that ids sort by creation. Never used again.
 */
public record BackupId(UUID uuid) {

  public static BackupId of(String text) {
    return new BackupId(UUID.fromString(text));
  }

  /** The key that orders this backup in lists; a pure function of the id. */
  public Key key() {
    return keyOf(uuid);
  }

  static Key keyOf(UUID uuid) {
    HexFormat hex = HexFormat.of();
    long high = uuid.getMostSignificantBits();
    long millis = high >>> 16;
    long counter = high & 0xfff;
    long tail = uuid.getLeastSignificantBits() & 0xf_ffff_ffffL;
    return new Key(
        hex.toHexDigits(millis, 12) + hex.toHexDigits(counter, 3) + hex.toHexDigits(tail, 9));
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
