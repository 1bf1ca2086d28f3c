package holdfast.cli.call;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with names in braces. */
final class Template {
  private static final Pattern IN_BRACES = Pattern.compile("\\{(\\w+)}");

  private Template() {}

  static String filled(String text, Function<String, String> values) {
    return IN_BRACES
        .matcher(text)
        .replaceAll(it -> Matcher.quoteReplacement(values.apply(it.group(1))));
  }
}
