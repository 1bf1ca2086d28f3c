package holdfast.chaos;

import java.util.SplittableRandom;

/** Something that people ask of an installation. What was answered goes into its ledger. */
interface Work {
  void run(Installation installation, SplittableRandom random);
}
