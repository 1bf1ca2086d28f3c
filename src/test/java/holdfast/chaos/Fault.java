package holdfast.chaos;

import java.util.SplittableRandom;

/** Something that goes wrong for a while. */
interface Fault {

  /** Where it happens; the node is the one that it happens to, when it happens to a node. */
  record Scene(Surroundings surroundings, Node node, SplittableRandom random) {}

  void strike(Scene scene) throws Exception;

  void lift(Scene scene) throws Exception;

  /** It has to stay at least so long to be one. */
  default int leastMillis() {
    return 0;
  }
}
