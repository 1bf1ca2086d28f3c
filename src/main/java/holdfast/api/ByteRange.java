package holdfast.api;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file, as {@code Range} asks for it: RFC 9110, section 14. Of several ranges none is
 * served, which that allows.
 *
 * @param first counted from 0
 * @param last included; before {@code first} in a range that cannot be satisfied
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE =
      Pattern.compile("bytes=(?<first>\\d{0,18})-(?<last>\\d{0,18})");

  /**
   * Empty where the header asks for nothing that we give in parts: then all is to be given.
   *
   * @param header null for none
   * @param length of the whole
   */
  static Optional<ByteRange> of(@Nullable String header, long length) {
    Matcher range = ONE.matcher(header == null ? "" : header);
    if (!range.matches()) {
      return Optional.empty();
    }
    OptionalLong first = number(range.group("first"));
    OptionalLong last = number(range.group("last"));
    if (first.isPresent()) {
      boolean isTurned = last.isPresent() && last.getAsLong() < first.getAsLong();
      return isTurned ? Optional.empty() : Optional.of(from(first.getAsLong(), last, length));
    }
    return last.isPresent() ? Optional.of(ofEnd(last.getAsLong(), length)) : Optional.empty();
  }

  private static ByteRange from(long first, OptionalLong last, long length) {
    return new ByteRange(first, Math.min(last.orElse(Long.MAX_VALUE), length - 1));
  }

  private static ByteRange ofEnd(long count, long length) {
    return new ByteRange(Math.max(length - count, 0), length - 1);
  }

  private static OptionalLong number(String digits) {
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }

  boolean isSatisfiable() {
    return first <= last;
  }

  long count() {
    return last - first + 1;
  }
}
