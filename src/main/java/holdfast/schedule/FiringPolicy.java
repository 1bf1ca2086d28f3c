package holdfast.schedule;

import java.time.Duration;

/**
 * What an operator may decide.
 *
 * @param catchesUp whether what was missed is made up for by one backup
 */
public record FiringPolicy(boolean catchesUp, Spread spread) {
  /** From when on what is acted on has been missed: so long after it was due. */
  static final Duration LATE = Duration.ofMinutes(5);
}
