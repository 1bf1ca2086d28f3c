package holdfast.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An operation of the API, as the command line calls it.
 *
 * @param words what it is called by: {@code x-cli} of openapi.yaml
 * @param path with parameters in braces
 * @param query parameters besides those of paging
 * @param isPaged whether it answers in pages
 * @param run what it starts, or whose log it reads
 */
public record Operation(
    String words,
    String method,
    String path,
    String summary,
    List<Parameter> query,
    boolean isPaged,
    Body body,
    View view,
    Run run,
    List<String> examples) {

  private static final Pattern IN_BRACES = Pattern.compile("\\{(\\w+)}");

  public Operation {
    query = List.copyOf(query);
    examples = List.copyOf(examples);
  }

  static Operation of(String words, String method, String path, String summary) {
    return new Operation(
        words,
        method,
        path,
        summary,
        List.of(),
        false,
        Body.NONE,
        new View.Thing("/id", ""),
        Run.NONE,
        List.of());
  }

  Operation with(Parameter... more) {
    List<Parameter> all = new ArrayList<>(query);
    all.addAll(Arrays.asList(more));
    return new Operation(words, method, path, summary, all, isPaged, body, view, run, examples);
  }

  Operation paged() {
    return new Operation(words, method, path, summary, query, true, body, view, run, examples);
  }

  Operation takes(Body other) {
    return new Operation(words, method, path, summary, query, isPaged, other, view, run, examples);
  }

  Operation shows(View other) {
    return new Operation(words, method, path, summary, query, isPaged, body, other, run, examples);
  }

  Operation done(String text) {
    return shows(new View.Done(text));
  }

  Operation isAbout(Run other) {
    return new Operation(words, method, path, summary, query, isPaged, body, view, other, examples);
  }

  Operation example(String... lines) {
    return new Operation(
        words, method, path, summary, query, isPaged, body, view, run, List.of(lines));
  }

  /** Those in braces, in their order. */
  public List<Parameter> pathParameters() {
    return IN_BRACES
        .matcher(path)
        .results()
        .map((MatchResult found) -> Parameters.ofPath(found.group(1)))
        .toList();
  }

  /** Whether it changes nothing. */
  public boolean isRead() {
    return method.equals("GET");
  }
}
