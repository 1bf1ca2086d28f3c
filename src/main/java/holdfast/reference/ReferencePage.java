package holdfast.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The contract as one HTML page that loads nothing, runs without JavaScript, and says nothing of
 * the installation that serves it.
 *
 * @param html the whole page
 * @param contentSecurityPolicy what a browser is to allow the page: its own style and script, by
 *     their hashes, and nothing else
 */
public record ReferencePage(String html, String contentSecurityPolicy) {

  /**
   * @param document {@code openapi.yaml} with every reference replaced by what it names
   */
  public static ReferencePage of(JsonNode document) {
    String style = resource("page.css");
    String script = resource("page.js");
    String policy =
        "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            .formatted(hash(style), hash(script));
    return new ReferencePage(new Writer(document, style, script).page(), policy);
  }

  private static String resource(String name) {
    try (InputStream file =
        ReferencePage.class.getResourceAsStream("/holdfast/reference/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the program was built without " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The frame around the operations. */
  private static final class Writer {
    private final Html html = new Html("<!DOCTYPE html>");
    private final JsonNode document;
    private final List<Entry> entries;
    private final String style;
    private final String script;

    Writer(JsonNode document, String style, String script) {
      this.document = document;
      this.entries = Entry.of(document);
      this.style = style;
      this.script = script;
    }

    String page() {
      html.tag("html")
          .with("lang", "en")
          .holds(
              () -> {
                html.tag("head").holds(this::head);
                html.tag("body").holds(this::body);
              });
      return html.toString();
    }

    private void head() {
      html.tag("meta").with("charset", "utf-8").empty();
      html.tag("meta")
          .with("name", "viewport")
          .with("content", "width=device-width, initial-scale=1")
          .empty();
      html.tag("meta").with("name", "color-scheme").with("content", "light dark").empty();
      html.tag("title").text(title());
      html.tag("link").with("rel", "icon").with("href", "data:,").empty();
      html.tag("style").verbatim(style);
    }

    private String title() {
      return document.at("/info/title").asString() + " API";
    }

    private void body() {
      html.tag("a").with("class", "skip").with("href", "#main").text("Skip to the reference");
      html.tag("header").holds(this::banner);
      html.tag("nav").with("aria-label", "Operations").holds(this::contents);
      html.tag("main").with("id", "main").holds(this::main);
      html.tag("script").verbatim(script);
    }

    private void banner() {
      html.tag("h1").text(title());
      html.tag("fieldset")
          .holds(
              () -> {
                html.tag("legend").text("Show examples for");
                choice("way-all", "All", true);
                for (Way way : Way.values()) {
                  choice(way.mark(), way.title(), false);
                }
              });
    }

    private void choice(String id, String title, boolean isChosen) {
      Html.Tag input = html.tag("input").with("type", "radio").with("name", "way").with("id", id);
      (isChosen ? input.with("checked", "checked") : input).empty();
      html.tag("label").with("for", id).text(title);
    }

    private void contents() {
      for (JsonNode tag : document.path("tags")) {
        html.tag("details")
            .with("open", "open")
            .holds(
                () -> {
                  html.tag("summary").text(name(tag));
                  html.tag("ul").holds(() -> of(tag).forEach(this::link));
                });
      }
    }

    private void link(Entry entry) {
      html.tag("li")
          .holds(() -> html.tag("a").with("href", "#" + entry.id()).text(entry.summary()));
    }

    private void main() {
      html.tag("section").with("class", "rules").holds(this::rules);
      html.tag("section").with("id", "setup").holds(this::setup);
      for (JsonNode tag : document.path("tags")) {
        html.tag("section")
            .with("id", anchor(tag))
            .holds(
                () -> {
                  html.tag("h2").text(name(tag));
                  Prose.paragraphs(html, tag.path("description").asString(""));
                  of(tag).forEach(entry -> new EntrySection(html, entry).write());
                });
      }
    }

    private void rules() {
      html.tag("h2").text("What holds for every operation");
      Prose.paragraphs(html, document.at("/info/description").asString());
    }

    private void setup() {
      html.tag("h2").text("Before the examples");
      html.tag("p")
          .text(
              "The examples are about one shop: a project, its database, a bucket, and a backup"
                  + " named Nightly. They find the server and the token like this:");
      for (Way way : Way.values()) {
        new Figure(way.mark(), way.title(), way.setup()).write(html);
      }
    }

    private List<Entry> of(JsonNode tag) {
      return entries.stream().filter(entry -> entry.tag().equals(name(tag))).toList();
    }

    private static String name(JsonNode tag) {
      return tag.path("name").asString();
    }

    private static String anchor(JsonNode tag) {
      return "tag-" + name(tag).toLowerCase(Locale.ROOT);
    }
  }
}
