package holdfast.fetch;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import holdfast.model.WebUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** One fetch at work. Read by one thread, closed by any. */
final class Fetch extends InputStream {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_ADDRESSES = 8;

  /** What every fetch of a server keeps to. */
  record Rules(AddressPolicy policy, FetchLimits limits, NameResolver names) {}

  private final WebUrl url;
  private final RunLog log;
  private final Rules rules;
  private final FetchLimits limits;
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable InputStream body;
  private @Nullable Target target;
  private @Nullable Request request; // guarded by this
  private boolean closed; // guarded by this
  private volatile boolean overdue;
  private long fetched;

  Fetch(WebUrl url, RunLog log, Rules rules) {
    this.url = url;
    this.log = log;
    this.rules = rules;
    this.limits = rules.limits();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = body().read(bytes, offset, length);
      fetched += Math.max(0, count);
      refuseMoreThan(limits.maxBytes(), fetched);
      return count;
    } catch (FailureException e) {
      throw overdue ? tookTooLong() : e;
    } catch (IOException | IllegalStateException e) { // the latter: closed while connecting
      throw overdue ? tookTooLong() : broken(e);
    }
  }

  private InputStream body() throws IOException {
    if (body == null) {
      Thread.ofVirtual().start(this::endWhenOverdue);
      body = answer(Target.of(url));
    }
    return body;
  }

  private void endWhenOverdue() {
    try {
      if (!over.await(limits.totalTime().toMillis(), TimeUnit.MILLISECONDS)) {
        overdue = true;
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private InputStream answer(Target first) throws IOException {
    Target next = first;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      target = next;
      log.line("holdfast", "fetching from " + next.where());
      ClassicHttpResponse response = begin(next).send();
      if (!isRedirect(response.getCode())) {
        return content(next, response);
      }
      next = next.redirectedTo(location(next, response));
      hangUp();
    }
    throw next.refused(
        "comes after more than %d redirects".formatted(MAX_REDIRECTS), "Use the URL at their end.");
  }

  private Request begin(Target next) throws IOException {
    Request made = new Request(next, checkedAddresses(next), limits);
    synchronized (this) {
      request = made;
      if (closed) {
        hangUp();
        throw new IOException("closed");
      }
    }
    return made;
  }

  /** All of them must be allowed: which of them answers is not in our hands. */
  private List<InetAddress> checkedAddresses(Target next) throws FailureException {
    List<InetAddress> addresses = resolve(next);
    for (InetAddress address : addresses) {
      Optional<String> kind = rules.policy().refusal(next.host(), address);
      if (kind.isPresent()) {
        throw next.refused(
            "is not allowed: it has an address that is " + kind.get(),
            "Use a public server, or have HOLDFAST_IMPORT_ALLOW allow this one.");
      }
    }
    return addresses;
  }

  private List<InetAddress> resolve(Target next) throws FailureException {
    try {
      List<InetAddress> addresses = Arrays.asList(rules.names().resolve(next.host()));
      return addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES));
    } catch (UnknownHostException e) {
      throw new FailureException(
          FailureCode.IMPORT_FAILED,
          "the host %s is not known".formatted(next.where()),
          "Check the URL and the server's name service.");
    }
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static String location(Target from, ClassicHttpResponse response)
      throws FailureException {
    Header location = response.getFirstHeader(HttpHeaders.LOCATION);
    if (location == null || location.getValue() == null) {
      throw from.refused("is redirected, but not told where", "Ask who runs that server.");
    }
    return location.getValue();
  }

  private InputStream content(Target from, ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (response.getCode() != 200 || entity == null) {
      throw refusedByServer(from, response.getCode());
    }
    refuseMoreThan(limits.maxBytes(), entity.getContentLength());
    return entity.getContent();
  }

  /** What its answer says besides the status is not ours to show: it may be anything. */
  private static FailureException refusedByServer(Target from, int status) {
    boolean mayPass = status >= 500 || status == 408 || status == 429;
    return new FailureException(
        mayPass ? FailureCode.IMPORT_FAILED : FailureCode.IMPORT_REFUSED,
        "%s answered with the status %d instead of the file".formatted(from.where(), status),
        mayPass
            ? "Try again later."
            : "Check that the URL is right, has not expired and needs no other login.");
  }

  private void refuseMoreThan(long maxBytes, long bytes) throws FailureException {
    if (bytes > maxBytes) {
      throw new FailureException(
          FailureCode.IMPORT_REFUSED,
          "the file is larger than the %d bytes that an import may have".formatted(maxBytes),
          "Raise HOLDFAST_IMPORT_MAX_BYTES.");
    }
  }

  private FailureException tookTooLong() {
    return new FailureException(
        FailureCode.IMPORT_REFUSED,
        "the fetch from %s took longer than %d minutes; %d bytes had come"
            .formatted(target, limits.totalTime().toMinutes(), fetched),
        "Use a faster server, or raise HOLDFAST_IMPORT_HOURS.");
  }

  private FailureException broken(Exception e) {
    return new FailureException(
        FailureCode.IMPORT_FAILED,
        "the fetch from %s broke after %d bytes: %s".formatted(target, fetched, Breakage.of(e)),
        "Check that the server can be reached from here and gives the whole file; try again.");
  }

  private synchronized void hangUp() {
    if (request != null) {
      request.close();
      request = null;
    }
  }

  @Override
  public void close() {
    over.countDown();
    synchronized (this) {
      closed = true;
      hangUp();
    }
  }
}
