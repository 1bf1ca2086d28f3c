package holdfast.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One GET on a connection of its own, to addresses that were checked before: nothing is looked up
 * again, no proxy stands between, no redirect is followed, nothing is kept for a next request.
 */
final class Request implements AutoCloseable {
  private static final int MAX_HEADERS = 200;
  private static final int MAX_HEADER_LENGTH = 32 * 1024;

  private final CloseableHttpClient client;
  private final HttpHost server;
  private final HttpGet get;

  Request(Target target, List<InetAddress> addresses, FetchLimits limits) {
    this.client = client(new Pinned(addresses), limits);
    this.server = new HttpHost(target.scheme(), target.host(), target.port());
    this.get = new HttpGet(target.uri());
    get.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    get.setHeader(HttpHeaders.USER_AGENT, "holdfast");
    target.login().ifPresent(login -> get.setHeader(HttpHeaders.AUTHORIZATION, login.reveal()));
  }

  private static CloseableHttpClient client(DnsResolver addresses, FetchLimits limits) {
    Timeout idle = Timeout.of(limits.idleTimeout());
    return HttpClients.custom()
        .setConnectionManager(connections(addresses, limits, idle))
        .setRoutePlanner(new DefaultRoutePlanner(null))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(idle)
                .setProtocolUpgradeEnabled(false)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  private static HttpClientConnectionManager connections(
      DnsResolver addresses, FetchLimits limits, Timeout idle) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(addresses)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(limits.connectTimeout()))
                .setSocketTimeout(idle)
                .build())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxHeaderCount(MAX_HEADERS)
                        .setMaxLineLength(MAX_HEADER_LENGTH)
                        .build())
                .build())
        .build();
  }

  /** The answer, its body not yet read. */
  ClassicHttpResponse send() throws IOException {
    return client.executeOpen(server, get, null);
  }

  /** Cuts the connection. Any thread, any number of times; whoever waits for bytes then fails. */
  @Override
  public void close() {
    get.cancel();
    client.close(CloseMode.IMMEDIATE);
  }

  /** Answers with the given addresses, whatever is asked. */
  private record Pinned(List<InetAddress> addresses) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
      return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      throw new UnknownHostException("not asked for");
    }
  }
}
