package holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import holdfast.api.StrictContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

/** The page as it is written, against the contract that it is made of. */
class ReferencePageTest {
  private static final JsonNode DOCUMENT = StrictContract.document();
  private static final ReferencePage WRITTEN = ReferencePage.of(DOCUMENT);
  private static final PageText PAGE = PageText.of(WRITTEN.html());

  @Test
  void everyOperationHasItsPlaceAndALinkToIt() {
    List<String> ids = StrictContract.operationIds();
    assertThat(PAGE.all("article")).extracting(it -> it.getAttribute("id")).hasSameElementsAs(ids);
    Element contents = PAGE.all("nav").getFirst();
    assertThat(PageText.in(contents, "a"))
        .extracting(it -> it.getAttribute("href"))
        .containsExactlyInAnyOrderElementsOf(ids.stream().map(id -> "#" + id).toList());
  }

  @TestFactory
  Stream<DynamicTest> everyOperationIsToldInFull() {
    return Entry.of(DOCUMENT).stream()
        .map(entry -> dynamicTest(entry.id(), () -> isToldInFull(entry)));
  }

  private static void isToldInFull(Entry entry) {
    Element article = PAGE.article(entry.id());
    assertThat(article.getTextContent())
        .contains(entry.summary(), entry.path(), entry.method())
        .contains(entry.described().path("x-permission").asString(""))
        .doesNotContain("$ref", "schemas/");
    assertThat(codes(article, "name")).isEqualTo(fieldsOf(entry));
    assertThat(statuses(article)).isEqualTo(errorsOf(entry));
    assertThat(PAGE.example(entry.id(), Way.CURL)).startsWith("curl ").contains("$HOLDFAST_URL/");
    assertThat(PAGE.example(entry.id(), Way.COMMAND)).startsWith("holdfast " + entry.command());
    assertThat(PAGE.example(entry.id(), Way.CLIENT))
        .contains("await client." + entry.clientCall() + "(");
  }

  private static List<String> codes(Element article, String mark) {
    return PageText.in(article, "code").stream()
        .filter(it -> it.getAttribute("class").equals(mark))
        .map(Element::getTextContent)
        .toList();
  }

  private static List<String> fieldsOf(Entry entry) {
    List<String> names = new ArrayList<>();
    for (String place : List.of("path", "query")) {
      entry.parameters(place).forEach(it -> names.add(it.path("name").asString()));
    }
    addFields(entry.bodySchema(), names);
    addFields(entry.responses().at("/200/content/application~1json/schema"), names);
    return names;
  }

  private static void addFields(JsonNode schema, List<String> names) {
    for (var field : schema.path("properties").properties()) {
      names.add(field.getKey());
      addFields(field.getValue(), names);
    }
    if (schema.has("items")) {
      addFields(schema.path("items"), names);
    }
  }

  private static Set<String> statuses(Element article) {
    Set<String> statuses = new TreeSet<>();
    for (Element row : PageText.in(article, "tr")) {
      List<Element> cells = PageText.in(row, "td");
      if (!cells.isEmpty()) {
        assertThat(cells.getLast().getTextContent()).isNotBlank();
        statuses.add(cells.getFirst().getTextContent());
      }
    }
    return statuses;
  }

  private static Set<String> errorsOf(Entry entry) {
    Set<String> statuses = new TreeSet<>(entry.responses().propertyNames());
    statuses.removeIf(status -> status.startsWith("2"));
    return statuses;
  }

  @Test
  void everyLinkLeadsToOnePlaceOnThePage() {
    List<String> ids = new ArrayList<>();
    for (Element element : PAGE.all("*")) {
      if (element.hasAttribute("id")) {
        ids.add(element.getAttribute("id"));
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    for (Element link : PAGE.all("a")) {
      assertThat(ids).contains(link.getAttribute("href").substring(1));
    }
    for (Element label : PAGE.all("label")) {
      assertThat(ids).contains(label.getAttribute("for"));
    }
  }

  @Test
  void loadsNothing() {
    for (Element element : PAGE.all("*")) {
      assertThat(element.hasAttribute("src")).isFalse();
      assertThat(element.getAttribute("href")).matches("(#.+|data:,)?");
      assertThat(element.hasAttribute("style")).isFalse();
    }
    assertThat(PAGE.all("link")).hasSize(1);
    assertThat(PAGE.all("style").getFirst().getTextContent()).doesNotContain("url(", "@import");
    assertThat(PAGE.all("script")).hasSize(1);
  }

  @Test
  void headingsAndLandmarksShowTheWay() {
    int before = 0;
    for (Element element : PAGE.all("*")) {
      if (element.getTagName().matches("h[1-6]")) {
        int level = Integer.parseInt(element.getTagName().substring(1));
        assertThat(level).as(element.getTextContent()).isLessThanOrEqualTo(before + 1);
        before = level;
      }
    }
    assertThat(PAGE.all("h1")).hasSize(1);
    assertThat(PAGE.all("main")).hasSize(1);
    assertThat(PAGE.all("nav").getFirst().getAttribute("aria-label")).isNotBlank();
    assertThat(PAGE.all("html").getFirst().getAttribute("lang")).isEqualTo("en");
    assertThat(PAGE.all("title").getFirst().getTextContent()).isEqualTo("Holdfast API");
  }
}
