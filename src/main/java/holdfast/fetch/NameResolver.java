package holdfast.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host's name; of an address in whatever notation, that address. */
@FunctionalInterface
interface NameResolver {
  InetAddress[] resolve(String host) throws UnknownHostException;
}
