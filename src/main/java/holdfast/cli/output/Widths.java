package holdfast.cli.output;

import java.util.List;

/** How wide the columns of a table are. */
final class Widths {
  private static final int MIN = 6;

  private Widths() {}

  /** The widest columns give way first; those that no row has anything in go altogether. */
  static int[] fit(List<String> titles, List<List<String>> rows, int room) {
    int[] widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      int widest = rows.stream().mapToInt(row -> of(row.get(column))).max().orElse(0);
      widths[i] = widest == 0 ? 0 : Math.max(of(titles.get(i)), widest);
    }
    while (sum(widths) > room && widths[widest(widths)] > MIN) {
      widths[widest(widths)]--;
    }
    return widths;
  }

  private static int sum(int[] widths) {
    int sum = 0;
    for (int width : widths) {
      sum += width;
    }
    return sum;
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      widest = widths[i] > widths[widest] ? i : widest;
    }
    return widest;
  }

  static int of(String text) {
    return text.codePointCount(0, text.length());
  }

  static String cut(String text, int width) {
    return of(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }
}
