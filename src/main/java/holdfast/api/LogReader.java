package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.LogQuery;
import holdfast.catalog.LogStore.KeptLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines that pass a filter, page by page, so that neither memory nor a connection of the
 * catalog is held for long. For one thread.
 */
final class LogReader {
  /** Lines read at a time. */
  static final int PAGE = 500;

  /** Characters of one answer: with long lines it ends before its line limit. */
  private static final int MAX_CHARACTERS = 4 << 20;

  private final Catalog catalog;
  private final LogFilter filter;

  LogReader(Catalog catalog, LogFilter filter) {
    this.catalog = catalog;
    this.filter = filter;
  }

  /**
   * What was found.
   *
   * @param isCut whether there would be more
   */
  record Found(List<KeptLine> lines, boolean isCut) {}

  /**
   * @param query whose limit is a page's
   * @param limit of lines that pass
   */
  Found read(LogQuery query, int limit) {
    filter.rest();
    List<KeptLine> found = new ArrayList<>();
    long characters = 0;
    LogQuery rest = query;
    while (true) {
      List<KeptLine> page = lines(rest);
      for (KeptLine line : page) {
        if (filter.wants(line.line().line())) {
          characters += line.line().line().length();
          if (found.size() == limit || (characters > MAX_CHARACTERS && !found.isEmpty())) {
            return new Found(found, true);
          }
          found.add(line);
        }
      }
      if (page.size() < query.limit()) {
        return new Found(found, false);
      }
      rest = rest.beyond(page.getLast().id());
    }
  }

  /**
   * One page.
   *
   * @param last the id of its last line, wanted or not; 0 when there was none
   */
  record Page(List<KeptLine> wanted, long last) {}

  /** The lines of the query's own limit, and of those what passes. */
  Page page(LogQuery query) {
    filter.rest();
    List<KeptLine> page = lines(query);
    List<KeptLine> wanted = page.stream().filter(line -> filter.wants(line.line().line())).toList();
    return new Page(wanted, page.isEmpty() ? 0 : page.getLast().id());
  }

  private List<KeptLine> lines(LogQuery query) {
    return catalog.read(stores -> stores.logs().lines(query));
  }
}
