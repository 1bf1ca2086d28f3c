package holdfast.database.mysql;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A dotted version that compares number by number. */
record Version(List<Integer> numbers) implements Comparable<Version> {
  Version {
    numbers = List.copyOf(numbers);
  }

  static Version of(String dotted) {
    return new Version(
        Stream.of(dotted.split("\\.", -1))
            .filter(part -> !part.isEmpty())
            .map(Integer::valueOf)
            .toList());
  }

  boolean isAtLeast(Integer... other) {
    return compareTo(new Version(List.of(other))) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    return Arrays.compare(numbers.toArray(Integer[]::new), other.numbers.toArray(Integer[]::new));
  }
}
