package holdfast.cli;

import holdfast.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays commands from a file, a line each, and writes down what they print. A line {@code x = ...}
 * keeps the last line of the output, {@code <<< text} is its input, {@code == x} begins a chapter,
 * and {@code !x} is something that the test does.
 */
final class Scenario {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern KEEPS = Pattern.compile("(\\w+) = (.*)");

  /** What begins less than half an hour ago is then an hour ago, however fast the test is. */
  private static final Duration LATER = Duration.ofMinutes(90);

  private final Map<String, String> environment;
  private final Path home;
  private final Map<String, String> variables;
  private final Map<String, Runnable> deeds;
  private final Map<String, String> chapters = new LinkedHashMap<>();
  private final Set<String> succeeded = new TreeSet<>();

  /** What a command has printed, and how it ended. */
  record Ended(int exitCode, String output, String errors) {}

  Scenario(
      Map<String, String> environment,
      Path home,
      Map<String, String> variables,
      Map<String, Runnable> deeds) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.variables = new HashMap<>(variables);
    this.deeds = Map.copyOf(deeds);
  }

  void play(Path file) throws IOException {
    String chapter = "";
    StringBuilder transcript = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("== ")) {
        chapters.put(chapter, transcript.toString());
        chapter = line.substring(3);
        transcript.setLength(0);
      } else if (line.startsWith("!")) {
        Objects.requireNonNull(deeds.get(line.substring(1))).run();
      } else if (!line.isBlank()) {
        transcript.append(step(line));
      }
    }
    chapters.put(chapter, transcript.toString());
    chapters.remove("");
  }

  private String step(String line) {
    Matcher keeps = KEEPS.matcher(line);
    String rest = keeps.matches() ? keeps.group(2) : line;
    String[] parts = rest.split(" <<< ", 2);
    Ended ended = run(words(parts[0]), filled(parts.length > 1 ? parts[1] : ""));
    if (keeps.matches()) {
      String last = ended.output().lines().reduce("", (before, after) -> after);
      variables.put(keeps.group(1), last.substring(last.lastIndexOf(',') + 1));
    }
    String errors =
        ended.errors().isEmpty()
            ? ""
            : ended.errors().replaceAll("(?m)^", "! ").replaceAll("! $", "");
    String exit = ended.exitCode() == 0 ? "" : "(exit %d)%n".formatted(ended.exitCode());
    return "$ holdfast %s%n%s%s%s%n".formatted(line, shortened(ended.output()), errors, exit);
  }

  /** What is long has a test of its own. */
  private static String shortened(String output) {
    return output.lines().count() <= 60
        ? output
        : output.lines().limit(3).collect(java.util.stream.Collectors.joining("\n", "", "\n...\n"));
  }

  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      for (int group = 1; group <= 3; group++) {
        if (word.group(group) != null) {
          words.add(filled(word.group(group)));
        }
      }
    }
    return words;
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return filled;
  }

  Ended run(List<String> words, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            environment,
            home,
            home,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            Terminal.none(),
            Clock.offset(Clock.systemUTC(), LATER));
    int exitCode = Cli.run(shell, words.toArray(String[]::new));
    if (exitCode == ExitCode.OK) {
      holdfast.cli.command.CommandTable.find(words).ifPresent(it -> succeeded.add(it.words()));
    }
    return new Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What was printed in a chapter. */
  String chapter(String name) {
    return Objects.requireNonNull(chapters.get(name));
  }

  Map<String, String> chapters() {
    return chapters;
  }

  /** The words of commands that ended well at least once. */
  Set<String> succeeded() {
    return succeeded;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
