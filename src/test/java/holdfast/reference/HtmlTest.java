package holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
  private final Html html = new Html("<!DOCTYPE html>");

  @Test
  void textComesOutAsThatText() {
    String text = "a < b && \"c\" > 'd' </p><script>x</script>";
    html.tag("p").with("title", text).text(text);
    var paragraph = PageText.of(html.toString()).all("p").getFirst();
    assertThat(paragraph.getTextContent()).isEqualTo(text);
    assertThat(paragraph.getAttribute("title")).isEqualTo(text);
  }

  @Test
  void whatCouldEndAScriptIsRefused() {
    assertThatThrownBy(() -> html.tag("script").verbatim("'</script>'"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void marksWhatDescriptionsMark() {
    html.tag("div").holds(() -> Prose.paragraphs(html, "A **b** `c<d` and\n*e* 2 * 3 * 4.\n\nF."));
    assertThat(html.toString())
        .endsWith(
            "<div><p>A <strong>b</strong> <code>c&lt;d</code> and <em>e</em> 2 * 3 *"
                + " 4.</p><p>F.</p></div>");
  }
}
