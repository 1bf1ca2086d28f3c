package holdfast.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.ConnectionUri;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A connection string as Java programs write it: {@code jdbc:} before it, and the login among its
 * parameters.
 */
final class JdbcUrl {
  private static final String PREFIX = "jdbc:";

  private JdbcUrl() {}

  /** The connection that it means; what does not begin with {@code jdbc:} stays as it is. */
  static ConnectionUri toConnection(String text) {
    if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return new ConnectionUri(text);
    }
    String[] parts = text.substring(PREFIX.length()).split("\\?", 2);
    List<String> parameters =
        new ArrayList<>(parts.length < 2 ? List.of() : Arrays.asList(parts[1].split("&", -1)));
    Optional<String> user = take("user", parameters);
    Optional<String> password = take("password", parameters);
    String login = user.map(name -> name + password.map(p -> ":" + p).orElse("") + "@").orElse("");
    String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return new ConnectionUri(parts[0].replace("://", "://" + login) + query);
  }

  /** The value of a parameter, encoded as user information is, and no parameter any more. */
  private static Optional<String> take(String name, List<String> parameters) {
    Optional<String> found =
        parameters.stream().filter(pair -> pair.startsWith(name + "=")).findFirst();
    found.ifPresent(parameters::remove);
    return found
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), UTF_8))
        .map(value -> URLEncoder.encode(value, UTF_8).replace("+", "%20"));
  }
}
