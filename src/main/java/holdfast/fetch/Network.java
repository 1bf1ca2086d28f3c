package holdfast.fetch;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A range of addresses.
 *
 * @param bits how many of the first bits all of them share with {@code base}
 */
record Network(InetAddress base, int bits) {
  private static final Pattern FULL_IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * Reads {@code 10.0.0.0/8} or a single address.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress base = address(slash < 0 ? text : text.substring(0, slash));
    int all = base.getAddress().length * 8;
    int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("no prefix of " + all + " bits: " + text);
    }
    return new Network(base, bits);
  }

  /** Not as the JDK reads it: {@code 10.1} would be 10.0.0.1, and hardly ever meant so. */
  private static InetAddress address(String text) {
    if (text.indexOf(':') < 0 && !FULL_IPV4.matcher(text).matches()) {
      throw new IllegalArgumentException("no address: " + text);
    }
    return InetAddress.ofLiteral(text);
  }

  boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
