package holdfast.reference;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Lists of fields, each with its type, its limits and its meaning, nested as the values are. */
final class Fields {
  private final Html html;

  Fields(Html html) {
    this.html = html;
  }

  void ofParameters(List<JsonNode> parameters) {
    list(
        () ->
            parameters.forEach(
                parameter ->
                    field(
                        parameter.path("name").asString(),
                        parameter.path("schema"),
                        parameter.path("description").asString(""),
                        parameter.path("required").asBoolean(false))));
  }

  /** The fields of an object, or of the objects in an array; nothing for other schemas. */
  void of(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    if (properties.isEmpty()) {
      if (schema.has("items")) {
        of(schema.path("items"));
      }
      return;
    }
    Set<String> required =
        schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    list(
        () ->
            properties.forEachEntry(
                (name, field) ->
                    field(
                        name,
                        field,
                        field.path("description").asString(""),
                        required.contains(name))));
  }

  private void list(Runnable fields) {
    html.tag("ul").with("class", "fields").holds(fields);
  }

  private void field(String name, JsonNode schema, String description, boolean isRequired) {
    html.tag("li")
        .holds(
            () -> {
              head(name, schema, isRequired);
              Prose.paragraphs(html, description);
              limits(Limits.of(schema));
              of(schema);
            });
  }

  private void head(String name, JsonNode schema, boolean isRequired) {
    html.tag("p")
        .holds(
            () -> {
              html.tag("code").with("class", "name").text(name);
              html.text(" ").tag("span").with("class", "type").text(Limits.type(schema));
              if (isRequired) {
                html.text(" ").tag("strong").with("class", "required").text("required");
              }
            });
  }

  private void limits(List<String> limits) {
    if (!limits.isEmpty()) {
      html.tag("p")
          .with("class", "limits")
          .holds(() -> Prose.inline(html, String.join(" · ", limits)));
    }
  }
}
