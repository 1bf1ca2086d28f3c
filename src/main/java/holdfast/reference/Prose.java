package holdfast.reference;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little of Markdown that descriptions in the contract use: paragraphs, code, stress. */
final class Prose {
  private static final Pattern MARKED =
      Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|(?<![\\w*])\\*([^*\\s][^*]*)\\*");
  private static final List<String> TAGS = List.of("code", "strong", "em");

  private Prose() {}

  static void paragraphs(Html html, String markdown) {
    for (String paragraph : markdown.strip().split("\n\\s*\n", -1)) {
      if (!paragraph.isBlank()) {
        html.tag("p").holds(() -> inline(html, paragraph));
      }
    }
  }

  static void inline(Html html, String markdown) {
    String line = markdown.strip().replaceAll("\\s+", " ");
    Matcher marked = MARKED.matcher(line);
    int end = 0;
    while (marked.find()) {
      html.text(line.substring(end, marked.start()));
      mark(html, marked);
      end = marked.end();
    }
    html.text(line.substring(end));
  }

  private static void mark(Html html, Matcher marked) {
    for (int group = 1; group <= TAGS.size(); group++) {
      String text = marked.group(group);
      if (text != null) {
        html.tag(TAGS.get(group - 1)).text(text);
      }
    }
  }
}
