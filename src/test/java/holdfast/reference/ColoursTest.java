package holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.api.StrictContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether everybody can read the page, by the contrast that WCAG 2 asks for (AA). */
class ColoursTest {
  private static final double LEAST = 4.5;
  private static final Pattern COLOUR = Pattern.compile("--(\\w+): #([0-9a-f]{6})");

  /** The first set of colours is for light surroundings, the second for dark ones. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void textStandsOutFromWhatItIsWrittenOn(int scheme) {
    Map<String, String> colours = colours(scheme);
    for (String ink : List.of("ink", "quiet", "link", "alert")) {
      for (String paper : List.of("paper", "block", "mark")) {
        assertThat(contrast(colours.getOrDefault(ink, ""), colours.getOrDefault(paper, "")))
            .as("%s on %s", ink, paper)
            .isGreaterThan(LEAST);
      }
    }
  }

  private static Map<String, String> colours(int scheme) {
    String style =
        PageText.of(ReferencePage.of(StrictContract.document()).html())
            .all("style")
            .getFirst()
            .getTextContent();
    Map<String, String> colours = new HashMap<>();
    Matcher found = COLOUR.matcher(style.split(":root", -1)[scheme + 1]);
    while (found.find()) {
      colours.put(found.group(1), found.group(2));
    }
    return colours;
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    return 0.2126 * part(hex, 0) + 0.7152 * part(hex, 2) + 0.0722 * part(hex, 4);
  }

  private static double part(String hex, int at) {
    double value = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
