package holdfast.cli.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the demo says at its end. */
final class NextSteps {
  private NextSteps() {}

  /**
   * @param kept the data folder when it stays, else null
   */
  static String text(@Nullable Path kept) {
    String where =
        kept == null
            ? "Everything that the demo made is gone again."
            : "The catalog and the backup stay in " + kept + ".";
    return """

        It works. %s
        Next: start the service with

            ./holdfast server

        and back up a database of your own as README.md shows, in "Your first backup".\
        """
        .formatted(where);
  }
}
