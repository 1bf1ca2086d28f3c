package holdfast.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * Which lines a request wants by what they say. Patterns come from users: they are matched in time
 * linear in the line, and their size and the whole work are bounded. For one thread.
 */
final class LogFilter {
  /** What official clients send for: no filter. */
  private static final String ALL_CONTAINERS = "all";

  private static final String REGEX_INCLUDES = "regexIncludes";
  private static final String REGEX_NOT_INCLUDES = "regexNotIncludes";

  /** How large a pattern may become before it is compiled: nested repetitions multiply. */
  private static final long MAX_EXPANSION = 100_000;

  /** Instructions of a compiled pattern. */
  private static final int MAX_PROGRAM = 1_000;

  /** Instructions times characters: seconds of one processor. */
  private static final long MAX_WORK = 200_000_000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private final @Nullable String textIncludes;
  private final @Nullable String textNotIncludes;
  private final @Nullable Pattern regexIncludes;
  private final @Nullable Pattern regexNotIncludes;
  private long work;

  private LogFilter(Request request) {
    textIncludes = text(request, "textIncludes");
    textNotIncludes = text(request, "textNotIncludes");
    regexIncludes = pattern(request, REGEX_INCLUDES);
    regexNotIncludes = pattern(request, REGEX_NOT_INCLUDES);
  }

  static LogFilter of(Request request) {
    return new LogFilter(request);
  }

  /** Whose lines are wanted; empty for everybody's. */
  static Set<String> containers(Request request) {
    Set<String> names = new HashSet<>();
    request.query().path("containerName").forEach(name -> names.add(name.asString()));
    return names.contains(ALL_CONTAINERS) ? Set.of() : names;
  }

  /**
   * Whether a line passes every filter.
   *
   * @throws ApiError when the patterns have cost too much since {@link #rest}
   */
  boolean wants(String line) {
    return (textIncludes == null || line.contains(textIncludes))
        && (textNotIncludes == null || !line.contains(textNotIncludes))
        && (regexIncludes == null || finds(REGEX_INCLUDES, regexIncludes, line))
        && (regexNotIncludes == null || !finds(REGEX_NOT_INCLUDES, regexNotIncludes, line));
  }

  /** Begins to count the work anew. */
  void rest() {
    work = 0;
  }

  private boolean finds(String field, Pattern pattern, String line) {
    work += (long) pattern.programSize() * (line.length() + 1);
    if (work > MAX_WORK) {
      throw ApiError.invalid(
          field, "takes too long on this log. Make it simpler, or ask for a shorter time");
    }
    return pattern.matcher(line).find();
  }

  private static @Nullable String text(Request request, String name) {
    return request.query().has(name) ? request.query().path(name).asString() : null;
  }

  private static @Nullable Pattern pattern(Request request, String name) {
    String text = text(request, name);
    return text == null ? null : compiled(name, text);
  }

  private static Pattern compiled(String name, String text) {
    if (expansion(text) <= MAX_EXPANSION) {
      try {
        Pattern pattern = Pattern.compile(text);
        if (pattern.programSize() <= MAX_PROGRAM) {
          return pattern;
        }
      } catch (PatternSyntaxException e) {
        throw ApiError.invalid(
            name, "must be a regular expression (RE2 syntax): " + e.getDescription());
      }
    }
    throw ApiError.invalid(name, "must be simpler: its repetitions are too many");
  }

  /** At least the size of the compiled pattern: as if each repetition repeated all before it. */
  private static long expansion(String text) {
    long size = 0;
    int read = 0;
    for (MatchResult found : (Iterable<MatchResult>) REPETITION.matcher(text).results()::iterator) {
      size = (size + found.start() - read) * Math.max(1, times(found));
      read = found.end();
      if (size > MAX_EXPANSION) {
        return size;
      }
    }
    return size + text.length() - read;
  }

  private static long times(MatchResult repetition) {
    String most = repetition.group(2);
    return Long.parseLong(most == null || most.isEmpty() ? repetition.group(1) : most);
  }
}
