package holdfast.reference;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A call by curl. Server and token are the shell's variables. */
final class CurlExample {
  private CurlExample() {}

  static String of(Call call) {
    Entry entry = call.entry();
    ShellLine line =
        new ShellLine(
            "curl" + method(call) + output(entry) + " \"$HOLDFAST_URL" + path(call) + "\"");
    if (!entry.isOpen()) {
      line.and("-H \"Authorization: Bearer $HOLDFAST_TOKEN\"");
    }
    if (call.body() != null) {
      line.and("--json " + ShellLine.quoted(call.body()));
    }
    return line.toString();
  }

  /** Only where curl would take another. */
  private static String method(Call call) {
    String method = call.entry().method();
    return method.equals(call.body() == null ? "GET" : "POST") ? "" : " -X " + method;
  }

  /** Bytes go into a file of the name that the server gives. */
  private static String output(Entry entry) {
    return entry.answersBytes() ? " -OJ" : "";
  }

  private static String path(Call call) {
    String path = call.entry().path();
    for (Call.Value value : call.path()) {
      path = path.replace("{" + value.name() + "}", encoded(value.text()));
    }
    String query =
        call.query().stream()
            .map(value -> value.name() + "=" + encoded(value.text()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
