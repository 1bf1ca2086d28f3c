package holdfast.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not of the public internet, by the registries of special-purpose addresses.
 *
 * @param kind as a person calls it
 */
record Reserved(String kind, Network network) {
  private static final List<Reserved> IPV4 =
      List.of(
          of("unspecified", "0.0.0.0/8"),
          of("private", "10.0.0.0/8"),
          of("private", "100.64.0.0/10"),
          of("loopback", "127.0.0.0/8"),
          of("a cloud's own", "168.63.129.16"),
          of("link-local", "169.254.0.0/16"),
          of("private", "172.16.0.0/12"),
          of("reserved", "192.0.0.0/24"),
          of("reserved", "192.0.2.0/24"),
          of("reserved", "192.88.99.0/24"),
          of("private", "192.168.0.0/16"),
          of("private", "198.18.0.0/15"),
          of("reserved", "198.51.100.0/24"),
          of("reserved", "203.0.113.0/24"),
          of("multicast", "224.0.0.0/4"),
          of("reserved", "240.0.0.0/4"));

  /** The last takes whatever is not in the block that public addresses are given from. */
  private static final List<Reserved> IPV6 =
      List.of(
          of("reserved", "2001::/23"), // Teredo too, which wraps an IPv4 address
          of("reserved", "2001:db8::/32"),
          of("reserved", "3fff::/20"),
          of("unspecified", "::"),
          of("loopback", "::1"),
          of("private", "fc00::/7"),
          of("link-local", "fe80::/10"),
          of("multicast", "ff00::/8"));

  private static final Network PUBLIC_IPV6 = Network.parse("2000::/3");
  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  private static Reserved of(String kind, String network) {
    return new Reserved(kind, Network.parse(network));
  }

  /** What kind of address this is; empty for a public one. */
  static Optional<String> kindOf(InetAddress address) {
    if (address instanceof Inet4Address) {
      return kindIn(IPV4, address);
    }
    if (NAT64.contains(address)) {
      return kindOf(wrapped(address, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return kindOf(wrapped(address, 2));
    }
    Optional<String> known = kindIn(IPV6, address);
    return known.isPresent() || PUBLIC_IPV6.contains(address) ? known : Optional.of("reserved");
  }

  private static Optional<String> kindIn(List<Reserved> table, InetAddress address) {
    return table.stream()
        .filter(reserved -> reserved.network.contains(address))
        .map(Reserved::kind)
        .findFirst();
  }

  /** The IPv4 address that begins at this byte. */
  private static InetAddress wrapped(InetAddress address, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are always an address", e);
    }
  }
}
