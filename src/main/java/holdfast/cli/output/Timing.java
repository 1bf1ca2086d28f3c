package holdfast.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** When a schedule fires, in words: {@code weekly Mon, Fri 03:00, 15:00}. */
final class Timing {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private Timing() {}

  static String text(JsonNode scheduling) {
    String interval = scheduling.path("interval").asString("");
    String days =
        numbers(scheduling.path("day")).stream()
            .map(it -> it >= 0 && it < DAYS.size() ? DAYS.get(it) : it.toString())
            .collect(Collectors.joining(", "));
    String times = times(numbers(scheduling.path("hour")), numbers(scheduling.path("minute")));
    return String.join(" ", interval, days, times).replaceAll(" +", " ").strip();
  }

  private static String times(List<Integer> hours, List<Integer> minutes) {
    List<String> times = new ArrayList<>();
    if (hours.isEmpty()) {
      minutes.forEach(minute -> times.add(String.format(Locale.ROOT, ":%02d", minute)));
    }
    for (int hour : hours) {
      minutes.forEach(minute -> times.add(String.format(Locale.ROOT, "%02d:%02d", hour, minute)));
    }
    return String.join(", ", times);
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }
}
