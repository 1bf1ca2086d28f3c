package holdfast.chaos;

import java.util.List;

/** One thing that has to be true after each round. */
interface Check {

  /** What is violated, in words; empty when all is well. */
  List<String> violations(Evidence evidence) throws Exception;
}
