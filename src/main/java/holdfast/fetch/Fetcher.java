package holdfast.fetch;

import holdfast.model.FailureException;
import holdfast.model.RunLog;
import holdfast.model.WebUrl;
import java.io.InputStream;
import java.net.InetAddress;

/** Fetches what lies at a URL. Thread-safe. */
public final class Fetcher {
  private final AddressPolicy policy;
  private final FetchLimits limits;
  private final NameResolver names;

  public Fetcher(AddressPolicy policy, FetchLimits limits) {
    this(policy, limits, InetAddress::getAllByName);
  }

  Fetcher(AddressPolicy policy, FetchLimits limits, NameResolver names) {
    this.policy = policy;
    this.limits = limits;
    this.names = names;
  }

  /**
   * The bytes at the URL, as they are transferred. Nothing is connected before the first read, and
   * no byte is asked for twice. Reading throws {@link FailureException}: {@code IMPORT_REFUSED} for
   * what the policy, the limits or the server do not allow, {@code IMPORT_FAILED} for what may
   * pass, a transfer that ends early too. It may be closed by any thread, any number of times; a
   * reader that waits for bytes then fails.
   */
  public InputStream open(WebUrl url, RunLog log) {
    return new Fetch(url, log, new Fetch.Rules(policy, limits, names));
  }
}
