package holdfast.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The HTTP server. To be started once and stopped once. */
public final class ApiServer {
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final long IDLE_MILLIS = 30_000;

  /** How long requests in flight may take to end when the server stops. */
  private static final long STOP_MILLIS = 10_000;

  /** What clients send and a server of files would fear: doubled slashes, encoded ids. */
  private static final UriCompliance LENIENT =
      UriCompliance.DEFAULT.with(
          "holdfast",
          Violation.AMBIGUOUS_EMPTY_SEGMENT,
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.AMBIGUOUS_PATH_SEGMENT,
          Violation.AMBIGUOUS_PATH_PARAMETER);

  private final Routes routes;
  private final RateLimiter limiter;
  private final Dispatcher dispatcher;
  private final LogTails tails;
  private final ErrorPage errorPage;
  private final Draining draining = new Draining();
  private @Nullable Javalin javalin;

  public ApiServer(ApiParts parts) {
    this(parts, TailLimits.USUAL);
  }

  ApiServer(ApiParts parts, TailLimits tailLimits) {
    Contract contract = Contract.load();
    List<Operation> operations = RouteTable.of(parts, contract, draining);
    Mishaps mishaps = new Mishaps(parts.ids());
    this.limiter = new RateLimiter(parts.settings().requestsPerHour(), parts.clock());
    Admission admission = new Admission(operations, contract, limiter, parts.tokens());
    this.routes = new Routes(operations);
    this.dispatcher = new Dispatcher(routes, admission, limiter, mishaps);
    this.tails = new LogTails(admission, parts, mishaps, tailLimits);
    this.errorPage = new ErrorPage(limiter);
  }

  /**
   * Takes requests from now on. Throws {@link io.javalin.util.JavalinBindException} when the port
   * is taken.
   *
   * @param port 0 for any that is free
   * @return the port
   */
  public int start(String host, int port) {
    Javalin created = Javalin.create(config -> configure(config, host, port));
    javalin = created;
    return created.start().port();
  }

  /**
   * Says from now on that this node stops, in {@code /health} and {@code /ready}, and closes each
   * connection with the next answer; goes on taking requests. Returns after {@code time}, which is
   * for a load balancer to notice.
   */
  public void drain(Duration time) {
    draining.begin(time);
  }

  /** Takes no new requests, and returns when those in flight have ended, or soon after. */
  public void stop() {
    draining.begin(Duration.ZERO);
    tails.close();
    if (javalin != null) {
      javalin.stop();
    }
  }

  private void configure(JavalinConfig config, String host, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.modifyHttpConfiguration(ApiServer::configure);
    config.jetty.modifyServer(this::configure);
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errorPage));
    config.jetty.addConnector((server, http) -> connector(server, http, host, port));
    // One handler in front of everything, which leaves nothing for the framework's own routes.
    config.routes.before(
        context -> {
          dispatcher.handle(context);
          context.skipRemainingHandlers();
        });
  }

  private static Connector connector(Server server, HttpConfiguration http, String host, int port) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static void configure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setUriCompliance(LENIENT);
  }

  private void configure(Server server) {
    server.setStopTimeout(STOP_MILLIS);
    server.setErrorHandler(errorPage);
    server.setHandler(new LastRequests(new TailDoor(routes, tails, limiter, server), draining));
  }
}
