package holdfast.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation for a method and a path. Ours rather than the framework's, because the
 * contract orders the checks (route, method, token, ...) and knows no automatic answers to HEAD and
 * OPTIONS. Immutable.
 */
final class Routes {
  private static final Set<String> WITHOUT_TEAM =
      Set.of(
          "/v1/addon-types",
          "/v1/plans",
          "/v1/regions",
          "/v1/login",
          "/v1/openapi.yaml",
          "/v1/projects/{projectId}/addons/{addonId}/import");

  private final Node root = new Node();
  private final Node underTeam = new Node();

  Routes(List<Operation> operations) {
    for (Operation operation : operations) {
      root.add(segments(operation.path()), operation);
      if (operation.path().startsWith("/v1/") && !WITHOUT_TEAM.contains(operation.path())) {
        List<String> segments = segments(operation.path());
        underTeam.add(segments.subList(1, segments.size()), operation);
      }
    }
  }

  /**
   * @param rawPath as it stands in the request line
   */
  Match find(String method, String rawPath) {
    List<String> segments = segments(rawPath);
    boolean isUnderTeam =
        segments.size() > 3 && segments.get(0).equals("v1") && segments.get(1).equals("teams");
    return isUnderTeam
        ? underTeam.find(method, segments.subList(3, segments.size()))
        : root.find(method, segments);
  }

  /** Decoded, without regard to slashes that are doubled in front or trail at the end. */
  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.replaceFirst("^/+", "").replaceFirst("/$", "").split("/", -1)) {
      segments.add(decoded(segment));
    }
    return segments;
  }

  private static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  /** What was found. */
  sealed interface Match {
    record Found(Operation operation, Map<String, String> path) implements Match {}

    /**
     * @param allow the methods that the path has
     */
    record WrongMethod(String allow) implements Match {}

    record NoRoute() implements Match {}
  }

  /** One segment of paths. A literal wins over a parameter where both have the method. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private @Nullable Node parameter;

    void add(List<String> segments, Operation operation) {
      if (segments.isEmpty()) {
        operations.put(operation.method(), operation);
        return;
      }
      child(segments.getFirst()).add(segments.subList(1, segments.size()), operation);
    }

    private Node child(String segment) {
      if (!isParameter(segment)) {
        return literals.computeIfAbsent(segment, key -> new Node());
      }
      if (parameter == null) {
        parameter = new Node();
      }
      return parameter;
    }

    Match find(String method, List<String> segments) {
      List<Node> ends = new ArrayList<>();
      collectEnds(segments, ends);
      String wanted = method.equals("HEAD") ? "GET" : method;
      Set<String> methods = new TreeSet<>();
      for (Node end : ends) {
        Operation operation = end.operations.get(wanted);
        if (operation != null) {
          return new Match.Found(operation, parameters(operation, segments));
        }
        methods.addAll(end.operations.keySet());
      }
      return methods.isEmpty()
          ? new Match.NoRoute()
          : new Match.WrongMethod(String.join(", ", methods).replace("GET", "GET, HEAD"));
    }

    /** Where these segments lead, by literals first: what is called like one is found as well. */
    private void collectEnds(List<String> segments, List<Node> ends) {
      if (segments.isEmpty()) {
        ends.add(this);
        return;
      }
      String segment = segments.getFirst();
      List<String> rest = segments.subList(1, segments.size());
      Node literal = literals.get(segment);
      if (literal != null) {
        literal.collectEnds(rest, ends);
      }
      if (parameter != null && !segment.isEmpty()) {
        parameter.collectEnds(rest, ends);
      }
    }

    private static Map<String, String> parameters(Operation operation, List<String> segments) {
      Map<String, String> parameters = new HashMap<>();
      List<String> template = segments(operation.path());
      int offset = template.size() - segments.size();
      for (int i = 0; i < segments.size(); i++) {
        String name = template.get(i + offset);
        if (isParameter(name)) {
          parameters.put(name.substring(1, name.length() - 1), segments.get(i));
        }
      }
      return parameters;
    }

    private static boolean isParameter(String segment) {
      return segment.startsWith("{");
    }
  }
}
