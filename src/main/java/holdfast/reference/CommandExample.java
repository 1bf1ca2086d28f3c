package holdfast.reference;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A call by Holdfast's command line. */
final class CommandExample {
  private CommandExample() {}

  static String of(Call call) {
    ShellLine line = new ShellLine("holdfast " + call.entry().command());
    call.path().forEach(value -> line.and(option(value)));
    call.query().forEach(value -> line.and(option(value)));
    JsonNode body = call.body();
    if (body != null) {
      line.and("--input " + ShellLine.quoted(body));
    }
    return line.toString();
  }

  private static String option(Call.Value value) {
    String name = "--" + kebab(value.name());
    boolean isFlag = value.value().isBoolean();
    return isFlag ? name : name + " " + ShellLine.quoted(value.text());
  }

  private static String kebab(String name) {
    return name.replace('_', '-').replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
