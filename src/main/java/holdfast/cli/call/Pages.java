package holdfast.cli.call;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.Shell;
import holdfast.cli.command.CallFlags;
import holdfast.cli.command.View;
import holdfast.cli.output.Sink;
import holdfast.cli.remote.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Walks a list and hands on its items as they come, page by page. */
final class Pages {
  private static final int MOST_OF_A_PAGE = 100;

  private final ApiClient api;
  private final Request request;
  private final View.Items view;
  private final Shell shell;

  Pages(ApiClient api, Request request, View.Items view, Shell shell) {
    this.api = api;
    this.request = request;
    this.view = view;
    this.shell = shell;
  }

  /** Answers whether there is more than was asked for. */
  boolean walk(JsonNode first, Arguments arguments, Sink sink)
      throws CommandException, IOException, InterruptedException {
    int limit = limit(arguments);
    boolean isWhole = limit < Integer.MAX_VALUE || arguments.has(CallFlags.ALL);
    JsonNode page = first;
    int taken = 0;
    while (true) {
      for (JsonNode item : items(page)) {
        if (taken == limit) {
          sink.endPage();
          return true;
        }
        taken++;
        add(item, sink);
      }
      sink.endPage();
      boolean hasNext = page.at("/pagination/hasNextPage").asBoolean(false);
      // Whoever read our output may be gone: nobody wants the rest then.
      if (!hasNext || !isWhole || taken == limit || shell.out().checkError()) {
        return hasNext;
      }
      page = api.get(request.pathWith(queryAfter(page)));
    }
  }

  /** The query of the first page: as long as is allowed where all are wanted. */
  static List<String> firstQuery(Request request, Arguments arguments) throws CommandException {
    boolean isAsked = request.query().stream().anyMatch(it -> it.startsWith("per_page="));
    boolean isWhole = arguments.has(CallFlags.ALL) || arguments.has(CallFlags.LIMIT);
    if (isAsked || !isWhole) {
      return request.query();
    }
    List<String> query = new ArrayList<>(request.query());
    query.add("per_page=" + Math.min(MOST_OF_A_PAGE, limit(arguments)));
    return query;
  }

  private List<String> queryAfter(JsonNode page) {
    List<String> query = new ArrayList<>(request.query());
    query.removeIf(
        it -> it.startsWith("cursor=") || it.startsWith("page=") || it.startsWith("per_page="));
    query.add("per_page=" + MOST_OF_A_PAGE);
    query.add("cursor=" + ApiClient.encoded(page.at("/pagination/cursor").asString("")));
    return query;
  }

  private static int limit(Arguments arguments) throws CommandException {
    return arguments.positive(CallFlags.LIMIT).orElse(Integer.MAX_VALUE);
  }

  JsonNode items(JsonNode page) {
    JsonNode data = page.path("data");
    return view.member().isEmpty() ? data : data.path(view.member());
  }

  private void add(JsonNode item, Sink sink) throws IOException {
    if (view.each().isEmpty()) {
      sink.add(item);
      return;
    }
    for (JsonNode inner : item.path(view.each())) {
      ObjectNode row = ((ObjectNode) item).deepCopy();
      row.set(view.each(), inner);
      sink.add(row);
    }
  }
}
