package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.model.RunTag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the keys are called that a restore makes beside those of others; they say whose they are.
 */
record RunKeys(RunTag tag) {
  private static final Pattern NAME =
      Pattern.compile("(holdfast_[0-9a-f]{8}_[0-9a-f]{24}_)(\\d{1,9})(:.*)?", Pattern.DOTALL);

  private static final String FRESH = ":new:";
  private static final String REPLACED = ":old:";
  private static final String BEGUN = ":begun";
  private static final String READY = ":ready";
  private static final String DONE = ":done";
  private static final Set<String> MARKS = Set.of(BEGUN, READY, DONE);

  /** The longest name that can be of a run, without what follows on the colon. */
  private static final int LONGEST_BYTES = 80;

  /** There from the first key that the restore brings until all of its keys are gone again. */
  String begun() {
    return tag.sessionName() + BEGUN;
  }

  /** Without it the restore puts nothing in place. */
  String ready() {
    return tag.sessionName() + READY;
  }

  /** Says that the restore has taken effect. */
  String done() {
    return tag.sessionName() + DONE;
  }

  /** What the names of restored keys begin with until they take their places. */
  String fresh() {
    return tag.sessionName() + FRESH;
  }

  /** What a restored key is called until it takes its place. */
  byte[] fresh(byte[] key) {
    byte[] prefix = fresh().getBytes(ISO_8859_1);
    byte[] name = Arrays.copyOf(prefix, prefix.length + key.length);
    System.arraycopy(key, 0, name, prefix.length, key.length);
    return name;
  }

  /** What the names of replaced keys begin with until the restore is settled. */
  String replaced() {
    return tag.sessionName() + REPLACED;
  }

  /** What a replaced key was called. */
  byte[] original(byte[] replacedKey) {
    return Arrays.copyOfRange(replacedKey, replaced().length(), replacedKey.length);
  }

  /** One of the names above, of each attempt up to the tag's own. */
  List<String> ofAllAttempts(Function<RunKeys, String> which) {
    return IntStream.rangeClosed(1, tag.attempt())
        .mapToObj(
            attempt -> which.apply(new RunKeys(new RunTag(tag.instanceId(), tag.runId(), attempt))))
        .toList();
  }

  /** What all of them match, of all attempts: a pattern of SCAN. */
  String pattern() {
    return tag.sessionNamePrefix() + "*:*";
  }

  /** Whether the key is of the tag's run, in its own attempt or an earlier one. */
  boolean own(byte[] key) {
    return parse(key).filter(name -> name.group(3) != null && covers(name)).isPresent();
  }

  /** Whether a session is of the tag's run, in its own attempt or an earlier one. */
  boolean ownSession(String name) {
    return parse(name.getBytes(ISO_8859_1))
        .filter(it -> it.group(3) == null && covers(it))
        .isPresent();
  }

  /** Whether a key is of some restore: no backup holds it, and no restore replaces it. */
  static boolean ofSomeRun(byte[] key) {
    return parse(key).filter(name -> name.group(3) != null).isPresent();
  }

  /** Whether a key of a run is a restored one that has not taken its place. */
  static boolean isFresh(byte[] key) {
    return parse(key).filter(name -> name.group(3).startsWith(FRESH)).isPresent();
  }

  /** Whether a key of a run holds no data, but says how far the run has come. */
  static boolean isMark(byte[] key) {
    return parse(key).filter(name -> MARKS.contains(name.group(3))).isPresent();
  }

  private boolean covers(Matcher name) {
    return name.group(1).equals(tag.sessionNamePrefix())
        && Integer.parseInt(name.group(2)) <= tag.attempt();
  }

  private static Optional<Matcher> parse(byte[] key) {
    String start = new String(key, 0, Math.min(key.length, LONGEST_BYTES), ISO_8859_1);
    return Optional.of(NAME.matcher(start)).filter(Matcher::matches);
  }
}
