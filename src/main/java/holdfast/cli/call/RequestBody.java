package holdfast.cli.call;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.Shell;
import holdfast.cli.command.Body;
import holdfast.cli.command.CallFlags;
import holdfast.cli.command.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A request's body: a document, and options that add to it or go before what it says. */
final class RequestBody {
  private final Arguments arguments;
  private final Shell shell;

  private RequestBody(Arguments arguments, Shell shell) {
    this.arguments = arguments;
    this.shell = shell;
  }

  /** Null for none; throws where there has to be one. */
  static @Nullable ObjectNode of(Body body, Arguments arguments, Shell shell)
      throws CommandException, IOException {
    if (!body.isTaken()) {
      return null;
    }
    RequestBody reader = new RequestBody(arguments, shell);
    ObjectNode document = reader.document();
    for (Field field : body.fields()) {
      for (String value : arguments.all(field.flag())) {
        put(document, field, value);
      }
    }
    if (document.isEmpty() && body.need() == Body.Need.REQUIRED) {
      throw CommandException.usage(needed(body));
    }
    return document.isEmpty() ? null : document;
  }

  private static String needed(Body body) {
    String document = "a document: name a file with -f, or write JSON behind --input";
    List<String> options = body.fields().stream().map(field -> field.flag().name()).toList();
    return options.size() == 1
        ? "it takes %s, or %s".formatted(options.getFirst(), document)
        : "it takes " + document;
  }

  private ObjectNode document() throws CommandException, IOException {
    Optional<String> file = arguments.one(CallFlags.FILE);
    Optional<String> input = arguments.one(CallFlags.INPUT);
    if (file.isPresent() && input.isPresent()) {
      throw CommandException.usage("--file and --input are two documents; give one");
    }
    if (file.isPresent()) {
      return parsed(file.get().equals("-") ? stdin() : content(file.get()));
    }
    if (input.isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    String given = input.get();
    if (given.equals("-")) {
      return parsed(stdin());
    }
    return parsed(given.startsWith("@") ? content(given.substring(1)) : given);
  }

  private String stdin() throws IOException {
    return new String(shell.in().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String content(String file) throws CommandException {
    try {
      return Files.readString(shell.folder().resolve(file));
    } catch (IOException e) {
      throw CommandException.usage("%s cannot be read".formatted(file));
    }
  }

  /** What is wrong is not quoted: it may be a password. */
  private static ObjectNode parsed(String text) throws CommandException {
    try {
      if (tree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw CommandException.usage(
          "the document is neither JSON nor YAML; it goes wrong in line %d"
              .formatted(e.getLocation().getLineNr()));
    }
    throw CommandException.usage("the document has to be an object: NAME: VALUE, a line each");
  }

  private static JsonNode tree(String text) {
    if (text.stripLeading().startsWith("{")) {
      try {
        return JsonMapper.shared().readTree(text);
      } catch (JacksonException e) {
        // YAML may begin so as well.
      }
    }
    return YAMLMapper.shared().readTree(text);
  }

  private static void put(ObjectNode document, Field field, String value) throws CommandException {
    String[] names = field.path().split("\\.", -1);
    ObjectNode holder = document;
    for (int i = 0; i < names.length - 1; i++) {
      holder =
          holder.path(names[i]) instanceof ObjectNode inner ? inner : holder.putObject(names[i]);
    }
    holder.set(names[names.length - 1], json(field, value));
  }

  private static JsonNode json(Field field, String value) throws CommandException {
    return switch (field.kind()) {
      case TEXT -> JsonNodeFactory.instance.stringNode(value);
      case NUMBER -> number(field, value);
      case TRUE -> JsonNodeFactory.instance.booleanNode(true);
      case FALSE -> JsonNodeFactory.instance.booleanNode(false);
      case TEXTS, NUMBERS -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (String part : value.split(",", -1)) {
          boolean isNumber = field.kind() == Field.Kind.NUMBERS;
          array.add(
              isNumber
                  ? number(field, part.strip())
                  : JsonNodeFactory.instance.stringNode(part.strip()));
        }
        yield array;
      }
    };
  }

  private static JsonNode number(Field field, String value) throws CommandException {
    try {
      return JsonNodeFactory.instance.numberNode(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw CommandException.usage(
          "%s takes numbers, and \"%s\" is none".formatted(field.option(), value));
    }
  }
}
