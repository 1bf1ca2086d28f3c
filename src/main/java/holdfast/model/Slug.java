package holdfast.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The id of a named thing on the wire, made from its name: {@code My App} becomes {@code my-app}.
 * URL-safe. Can be used again once its owner is gone, so nothing inside refers to it.
 */
public record Slug(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern SEPARATORS = Pattern.compile("[^a-z0-9]+");

  public Slug {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a slug: " + value);
    }
  }

  /** The slug of {@code name}, which holds at least one letter or digit. */
  public static Slug of(String name) {
    String dashed = SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
    return new Slug(trimDashes(dashed));
  }

  /** Whether {@code text} could be a slug at all; what is not one names nothing. */
  public static boolean isSlug(String text) {
    return FORM.matcher(text).matches();
  }

  private static String trimDashes(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int end = text.endsWith("-") ? text.length() - 1 : text.length();
    return text.substring(start, Math.max(start, end));
  }

  @Override
  public String toString() {
    return value;
  }
}
