package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.ConnectionUri;
import holdfast.model.RunTag;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Stream;

/** One database at a Redis of the tests. */
public record RedisDatabase(RedisServer server, int number) implements SampleDatabase {
  private static final String MISSING = "9999";

  @Override
  public String name() {
    return Integer.toString(number);
  }

  /** As the user who may back up and restore. */
  @Override
  public ConnectionUri connection() {
    return connection(RedisServer.KEEPER);
  }

  public ConnectionUri connection(String user) {
    return uri(user, RedisServer.PASSWORD, server.port(), name());
  }

  @Override
  public ConnectionUri connectionWithPassword(String password) {
    return uri(RedisServer.KEEPER, password, server.port(), name());
  }

  @Override
  public ConnectionUri connectionThrough(int port) {
    return uri(RedisServer.KEEPER, RedisServer.PASSWORD, port, name());
  }

  @Override
  public ConnectionUri connectionToMissing() {
    return uri(RedisServer.KEEPER, RedisServer.PASSWORD, server.port(), MISSING);
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public String password() {
    return RedisServer.PASSWORD;
  }

  public RedisCli cli() {
    return new RedisCli(server.port(), number);
  }

  @Override
  public void fill() {
    RedisSample.fill(this);
  }

  @Override
  public void change() {
    cli()
        .pipe(
            new RedisCli.Commands()
                .add("SET", "newer", "1")
                .add("DEL", "scan:1")
                .add("SET", "scan:2", "changed")
                .add("RPUSH", "queue", "late")
                .add("PERSIST", "session:1"));
  }

  /** The name, type, expiry and contents of each key. */
  @Override
  public List<String> contents() {
    return RedisContents.of(cli());
  }

  /** A server waits before it makes an RDB, so that others who want one get the same. */
  @Override
  public Blockade block() {
    String before = configured("repl-diskless-sync");
    configure("repl-diskless-sync", "yes"); // Where it is not, nothing is waited for.
    configure("repl-diskless-sync-delay", "3600");
    return () -> {
      configure("repl-diskless-sync-delay", "0");
      configure("repl-diskless-sync", before);
    };
  }

  private String configured(String setting) {
    return server.admin().call("CONFIG", "GET", setting).lines().toList().getLast();
  }

  private void configure(String setting, String value) {
    server.admin().call("CONFIG", "SET", setting, value);
  }

  @Override
  public List<String> leftoversOf(RunTag tag) {
    Stream<String> sessions =
        server
            .admin()
            .call("CLIENT", "LIST")
            .lines()
            .filter(client -> client.contains(" name=" + tag.sessionNamePrefix()));
    Stream<String> keys = cli().call("KEYS", tag.sessionNamePrefix() + "*").lines();
    return Stream.concat(sessions, keys.filter(key -> !key.isEmpty())).toList();
  }

  private static ConnectionUri uri(String user, String password, int port, String database) {
    return new ConnectionUri(
        "redis://%s:%s@127.0.0.1:%d/%s".formatted(encode(user), encode(password), port, database));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
