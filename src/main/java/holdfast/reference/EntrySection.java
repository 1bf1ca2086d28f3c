package holdfast.reference;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the page says of one operation. */
final class EntrySection {
  private final Html html;
  private final Entry entry;
  private final Fields fields;

  EntrySection(Html html, Entry entry) {
    this.html = html;
    this.entry = entry;
    this.fields = new Fields(html);
  }

  void write() {
    html.tag("article")
        .with("id", entry.id())
        .with("aria-labelledby", entry.id() + "-title")
        .holds(
            () -> {
              head();
              html.tag("div").with("class", "words").holds(this::words);
              html.tag("div").with("class", "examples").holds(this::examples);
            });
  }

  private void head() {
    html.tag("h3")
        .with("id", entry.id() + "-title")
        .holds(() -> html.tag("a").with("href", "#" + entry.id()).text(entry.summary()));
    html.tag("p")
        .with("class", "route")
        .holds(
            () -> {
              html.tag("b").with("class", "method").text(entry.method());
              html.text(" ").tag("code").text(entry.path());
            });
  }

  private void words() {
    Prose.paragraphs(html, entry.description());
    part("Permission", () -> Prose.paragraphs(html, entry.permission()));
    parameters("Path parameters", "path");
    parameters("Query parameters", "query");
    if (!entry.bodySchema().isMissingNode()) {
      part(entry.needsBody() ? "Body" : "Body (optional)", this::body);
    }
    part("Answer", this::answer);
    if (errors().findAny().isPresent()) {
      part("Errors", this::errorTable);
    }
  }

  private void part(String title, Runnable content) {
    html.tag("h4").text(title);
    content.run();
  }

  private void parameters(String title, String place) {
    List<JsonNode> parameters = entry.parameters(place).toList();
    if (!parameters.isEmpty()) {
      part(title, () -> fields.ofParameters(parameters));
    }
  }

  private void body() {
    Prose.paragraphs(html, entry.bodySchema().path("description").asString(""));
    fields.of(entry.bodySchema());
  }

  private void answer() {
    entry
        .responses()
        .forEachEntry(
            (status, response) -> {
              if (status.startsWith("2")) {
                html.tag("p")
                    .holds(
                        () -> {
                          html.tag("b").text(status);
                          html.text(", ");
                          html.tag("code").text(type(response));
                          html.text(": ");
                          Prose.inline(html, response.path("description").asString());
                        });
              }
            });
    fields.of(entry.responses().at("/200/content/application~1json/schema"));
  }

  private static String type(JsonNode response) {
    return String.join(", ", response.path("content").propertyNames());
  }

  private java.util.stream.Stream<String> errors() {
    return entry.responses().propertyNames().stream().filter(status -> !status.startsWith("2"));
  }

  private void errorTable() {
    html.tag("table")
        .holds(
            () -> {
              html.tag("thead").holds(() -> row("th", "Status", "id", "When"));
              html.tag("tbody").holds(() -> errors().forEach(this::error));
            });
  }

  private void error(String status) {
    JsonNode response = entry.responses().path(status);
    String id = response.at("/content/application~1json/example/error/id").asString("");
    String code = id.isEmpty() ? "" : "`" + id + "`";
    row("td", status, code, response.path("description").asString());
  }

  private void row(String cell, String... texts) {
    html.tag("tr")
        .holds(
            () -> {
              for (String text : texts) {
                html.tag(cell).holds(() -> Prose.inline(html, text));
              }
            });
  }

  private void examples() {
    Call call = Call.of(entry);
    for (Way way : Way.values()) {
      new Figure(way.mark(), way.title(), way.example(call)).write(html);
    }
    JsonNode answer = entry.responses().at("/200/content/application~1json/example");
    if (!answer.isMissingNode()) {
      new Figure("answer", "200", Notation.JSON.write(answer)).write(html);
    }
  }
}
