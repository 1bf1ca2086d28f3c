package holdfast.fetch;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses may be fetched from: those of the public internet, and what the configuration
 * allows besides. Who may ask for an import must not reach what only this machine reaches.
 * Immutable.
 */
public final class AddressPolicy {
  private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9._-]{0,252}[a-z0-9_])?");
  private static final Pattern LOOKS_LIKE_ADDRESS = Pattern.compile("[0-9.]+|.*[:/].*");

  private final List<Network> networks;
  private final Set<String> hosts;

  private AddressPolicy(List<Network> networks, Set<String> hosts) {
    this.networks = List.copyOf(networks);
    this.hosts = Set.copyOf(hosts);
  }

  /**
   * Allows these besides the public internet.
   *
   * @param entries each an address, a range like {@code 10.1.0.0/16}, or a host's name, which is
   *     allowed whatever its addresses
   * @throws IllegalArgumentException when one is none of these; its message names it
   */
  public static AddressPolicy allowing(List<String> entries) {
    List<Network> networks = new ArrayList<>();
    Set<String> hosts = new HashSet<>();
    for (String entry : entries) {
      String text = entry.toLowerCase(Locale.ROOT);
      if (LOOKS_LIKE_ADDRESS.matcher(text).matches()) {
        networks.add(network(text));
      } else if (HOST.matcher(text).matches()) {
        hosts.add(text);
      } else {
        throw wrong(entry, null);
      }
    }
    return new AddressPolicy(networks, hosts);
  }

  private static Network network(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(text, e);
    }
  }

  private static IllegalArgumentException wrong(
      String entry, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "\"%s\" is no address, no range like 10.1.0.0/16 and no host".formatted(entry), cause);
  }

  /** Why this address of the host may not be fetched from, in a word; empty when it may. */
  Optional<String> refusal(String host, InetAddress address) {
    boolean isAllowed =
        hosts.contains(host.toLowerCase(Locale.ROOT))
            || networks.stream().anyMatch(network -> network.contains(address));
    return isAllowed ? Optional.empty() : Reserved.kindOf(address);
  }
}
