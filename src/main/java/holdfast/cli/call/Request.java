package holdfast.cli.call;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.Shell;
import holdfast.cli.command.CallFlags;
import holdfast.cli.command.Operation;
import holdfast.cli.command.Parameter;
import holdfast.cli.remote.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation with all that it takes.
 *
 * @param values what stands in the path's braces
 * @param query its parts as they are sent, {@code name=value}
 * @param body null for none
 */
record Request(
    Operation operation,
    Map<String, String> values,
    List<String> query,
    @Nullable ObjectNode body) {
  Request {
    query = List.copyOf(query);
  }

  static Request of(Operation operation, Arguments arguments, Shell shell)
      throws CommandException, IOException {
    return new Request(
        operation,
        PathValues.of(operation.pathParameters(), arguments),
        query(operation, arguments),
        RequestBody.of(operation.body(), arguments, shell));
  }

  private static List<String> query(Operation operation, Arguments arguments) {
    List<String> query = new ArrayList<>();
    for (Parameter parameter : CallFlags.query(operation)) {
      for (String value : arguments.all(parameter.flag())) {
        query.add(parameter.name() + "=" + ApiClient.encoded(parameter.sent(value)));
      }
    }
    return query;
  }

  /** The path without the query. */
  String path() {
    return Template.filled(
        operation.path(), name -> ApiClient.encoded(values.getOrDefault(name, "")));
  }

  String pathAndQuery() {
    return pathWith(query);
  }

  String pathWith(List<String> parts) {
    return parts.isEmpty() ? path() : path() + "?" + String.join("&", parts);
  }

  /** A text of the operation, with this request's values in its braces. */
  String words(String text) {
    return Template.filled(text, name -> values.getOrDefault(name, "{" + name + "}"));
  }

  @Nullable String bodyText() {
    return body == null ? null : body.toString();
  }

  /** Where the addon lies that the path names. */
  String addonPath() {
    return "/v1/projects/%s/addons/%s"
        .formatted(
            ApiClient.encoded(values.getOrDefault("projectId", "")),
            ApiClient.encoded(values.getOrDefault("addonId", "")));
  }
}
