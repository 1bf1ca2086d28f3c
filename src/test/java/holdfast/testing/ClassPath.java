package holdfast.testing;

import java.io.File;
import java.util.List;

/** Where the tests have their classes from. */
public final class ClassPath {
  private ClassPath() {}

  /** As Java takes it: Surefire runs the tests from a jar that only names the true one. */
  public static String text() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  public static List<String> entries() {
    return List.of(text().split(File.pathSeparator, -1));
  }
}
