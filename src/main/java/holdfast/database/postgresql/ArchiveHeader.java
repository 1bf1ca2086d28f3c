package holdfast.database.postgresql;

import holdfast.database.postgresql.ArchiveBytes.Underflow;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archive says of itself first.
 *
 * @param formatMinor the archive format is {@code 1.<formatMinor>}
 * @param isCompressed whether its data is
 * @param serverVersion of the server that was dumped
 * @param toolVersion of the pg_dump that wrote it
 */
record ArchiveHeader(
    int formatMinor, boolean isCompressed, String serverVersion, String toolVersion) {
  static final String MAGIC = "PGDMP";
  private static final int CUSTOM_FORMAT = 1;
  private static final int OLDEST_MINOR = 12;
  private static final int NEWEST_MINOR = 16;
  private static final int MINOR_WITH_ALGORITHM_BYTE = 15;
  private static final Pattern MAJOR = Pattern.compile("[0-9]{1,4}");
  private static final int FIELDS_OF_CREATION_TIME = 7;

  /** The oldest major version of pg_restore that reads this archive. */
  int oldestReader() {
    return switch (formatMinor) {
      case 16 -> 17;
      case 15 -> 16;
      case 14 -> 12;
      default -> 11;
    };
  }

  /** The major version of the pg_dump that wrote it; 0 if it does not say. */
  int toolMajor() {
    return major(toolVersion);
  }

  /** The major version of the server that was dumped; 0 if it does not say. */
  int serverMajor() {
    return major(serverVersion);
  }

  private static int major(String version) {
    Matcher major = MAJOR.matcher(version);
    return major.lookingAt() ? Integer.parseInt(major.group()) : 0;
  }

  static ArchiveHeader read(ArchiveBytes in) throws Underflow, MalformedArchive {
    readMagic(in);
    int major = in.readByte();
    int minor = in.readByte();
    in.readByte();
    if (major != 1 || minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
      throw new MalformedArchive("archive format " + major + "." + minor + " is not known");
    }
    in.sizes(in.readByte(), in.readByte());
    int format = in.readByte();
    if (format != CUSTOM_FORMAT) {
      throw new MalformedArchive("an archive, but not of the custom format: " + format);
    }
    boolean isCompressed = readCompression(in, minor) != 0;
    for (int i = 0; i < FIELDS_OF_CREATION_TIME; i++) {
      in.readInt();
    }
    in.skipString(); // the database's name
    return new ArchiveHeader(minor, isCompressed, readVersion(in), readVersion(in));
  }

  private static void readMagic(ArchiveBytes in) throws Underflow, MalformedArchive {
    for (byte expected : MAGIC.getBytes(StandardCharsets.US_ASCII)) {
      if (in.readByte() != expected) {
        throw new MalformedArchive("it does not begin like an archive of pg_dump");
      }
    }
  }

  /** An algorithm, or a level; 0: none. */
  private static int readCompression(ArchiveBytes in, int minor)
      throws Underflow, MalformedArchive {
    return minor >= MINOR_WITH_ALGORITHM_BYTE ? in.readByte() : in.readInt();
  }

  private static String readVersion(ArchiveBytes in) throws Underflow, MalformedArchive {
    return Objects.requireNonNullElse(in.readString(), "");
  }
}
