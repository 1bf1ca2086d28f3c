package holdfast.cli.command;

import holdfast.cli.output.Column;
import java.util.List;

/** How an answer's {@code data} is shown. */
public sealed interface View {

  /**
   * Items, a row each.
   *
   * @param member of {@code data} that holds them; empty where {@code data} is the array itself
   * @param each member of an item that gets a row for each of its own; empty for a row an item
   * @param name where an item's id stands
   * @param whenEmpty what to type next when there are none; words in braces are the parameters
   */
  record Items(String member, String each, List<Column> columns, String name, String whenEmpty)
      implements View {
    public Items {
      columns = List.copyOf(columns);
    }

    static Items of(String member, String whenEmpty, Column... columns) {
      return new Items(member, "", List.of(columns), columns[0].pointer(), whenEmpty);
    }

    Items eachOf(String inner) {
      return new Items(member, inner, columns, name, whenEmpty);
    }
  }

  /**
   * One thing, a line for each thing that is said of it.
   *
   * @param name where its id stands
   * @param then what to type next; words in braces are parameters, or members of it
   */
  record Thing(String name, String then) implements View {}

  /**
   * What was done, where there is nothing to show.
   *
   * @param text words in braces are the parameters
   */
  record Done(String text) implements View {}

  /** Lines of a log. */
  record LogLines() implements View {}

  /** A text, as it came. */
  record Text() implements View {}

  /** Bytes, kept in a file. */
  record Download() implements View {}
}
