package holdfast.cli.context;

import holdfast.cli.CommandException;

/** A server's address, as people write it. */
final class Address {
  private Address() {}

  /**
   * The URL of a server: with a scheme, without a path that only the API has. This machine is
   * called over http unless the scheme says otherwise, all others over https.
   */
  static String url(String written) throws CommandException {
    String address = written.strip();
    if (!address.contains("://")) {
      address = (isHere(address) ? "http://" : "https://") + address;
    }
    address = address.replaceFirst("/+$", "").replaceFirst("/v1$", "").replaceFirst("/+$", "");
    if (!address.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
      throw CommandException.usage("\"%s\" is no URL like https://host".formatted(written));
    }
    return address;
  }

  private static boolean isHere(String address) {
    return address.matches("(localhost|127\\.[\\d.]+|\\[::1])([:/].*)?");
  }

  /** Whether what is sent there can be read on the way. */
  static boolean isOpen(String url) {
    return url.startsWith("http://") && !isHere(url.substring("http://".length()));
  }

  static String hostOf(String url) {
    return url.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }
}
