package holdfast.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as a {@link RecordingRelay} reads it from its client, without the caller's name.
 *
 * @param body its bytes, each a character
 */
record RelayedRequest(
    String caller, String method, String target, Map<String, String> headers, String body) {
  static final Charset WIRE = StandardCharsets.ISO_8859_1;

  private static final Pattern FIRST_LINE =
      Pattern.compile("([A-Z]+) (?:/as/(\\w+/[^/]+))?(/\\S*) HTTP/1\\.1");
  private static final Pattern TEAM = Pattern.compile("^/v1/teams/[^/]+");

  /** What belongs to one connection, not to the message; and a compressed answer cannot be read. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "upgrade",
          "http2-settings");

  static RelayedRequest read(InputStream client) throws IOException {
    String first = line(client);
    Matcher parts = FIRST_LINE.matcher(first);
    if (!parts.matches()) {
      throw new IOException("no request line: " + first);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(client); !line.isEmpty(); line = line(client)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String caller = parts.group(2) == null ? "" : parts.group(2).replace('+', ' ');
    return new RelayedRequest(
        caller,
        parts.group(1),
        parts.group(3),
        headers,
        new String(client.readNBytes(length), WIRE));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the other side hung up");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  /** The head of an answer, with the empty line at its end. */
  static String head(InputStream server) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(server); !line.isEmpty(); line = line(server)) {
      head.append(line).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  String path() {
    return target.replaceFirst("\\?.*", "").replaceFirst("^//+", "/");
  }

  /** The path as it stands in the contract, which knows no teams. */
  String contractPath() {
    return TEAM.matcher(path()).replaceFirst("/v1");
  }

  boolean isTeam() {
    return TEAM.matcher(path()).find();
  }

  boolean isUpgrade() {
    return headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket");
  }

  HttpRequest to(URI server) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + target))
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .method(method, HttpRequest.BodyPublishers.ofString(body, WIRE));
    headers.forEach(
        (name, value) -> {
          if (!OF_THE_CONNECTION.contains(name)) {
            request.header(name, value);
          }
        });
    return request.build();
  }

  /** For passing on a handshake byte by byte. */
  byte[] rawHead() {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(WIRE);
  }

  static byte[] answerHead(HttpResponse<byte[]> answer) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.statusCode() + " -\r\n");
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> head.append(name + ": " + value + "\r\n"));
              }
            });
    head.append("Content-Length: ").append(answer.body().length).append("\r\n");
    return head.append("Connection: close\r\n\r\n").toString().getBytes(WIRE);
  }
}
