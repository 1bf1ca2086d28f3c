package holdfast.destination;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a destination can be used: writes, reads back, lists and deletes a small object
 * under a key of its own, and leaves nothing behind.
 */
public final class DestinationCheck {
  private static final int CONTENT_BYTES = 64;

  private final Destination destination;
  private final byte[] content = new byte[CONTENT_BYTES];
  private final String key;
  private final List<Step> steps = new ArrayList<>();

  /**
   * What was tried, and how it went.
   *
   * @param name {@code open}, {@code write}, {@code read}, {@code list} or {@code delete}
   * @param message in words
   * @param failure null when it went well
   */
  public record Step(String name, boolean ok, String message, @Nullable Failure failure) {
    static Step failed(String name, Failure failure) {
      return new Step(name, false, failure.message(), failure);
    }
  }

  private DestinationCheck(Destination destination) {
    this.destination = destination;
    new SecureRandom().nextBytes(content);
    this.key = "holdfast-check-" + HexFormat.of().formatHex(content, 0, 8);
  }

  /**
   * Tries it. Steps that make no sense after a failure are left out: nothing can be read back that
   * could not be written.
   */
  public static List<Step> of(Destination destination) {
    return new DestinationCheck(destination).run();
  }

  private List<Step> run() {
    if (step("write", "wrote a small object", this::write)) {
      step("read", "read it back unchanged", this::read);
      step("list", "found it in the list", this::list);
      step("delete", "deleted it", this::delete);
    } else {
      cleanUp();
    }
    return List.copyOf(steps);
  }

  private boolean step(String name, String success, Retry.Action action) {
    try {
      action.run();
      steps.add(new Step(name, true, success, null));
      return true;
    } catch (FailureException failed) {
      steps.add(Step.failed(name, failed.failure()));
      return false;
    }
  }

  private void write() throws FailureException {
    try (Upload upload = destination.upload(key)) {
      upload.write(content, 0, content.length);
      upload.commit();
    }
  }

  private void read() throws FailureException {
    try (InputStream in = destination.open(key, 0)) {
      if (!Arrays.equals(in.readNBytes(CONTENT_BYTES + 1), content)) {
        throw wrong("what was read back is not what was written");
      }
    } catch (FailureException failed) {
      throw failed;
    } catch (IOException failed) {
      throw wrong("reading back failed: " + failed.getMessage());
    }
  }

  private void list() throws FailureException {
    List<StoredObject> found = new ArrayList<>();
    destination.list(key, found::add);
    if (!found.equals(List.of(new StoredObject(key, CONTENT_BYTES)))) {
      throw wrong("the list does not show the object that was written");
    }
  }

  private void delete() throws FailureException {
    destination.delete(key);
    if (destination.stat(key).isPresent()) {
      throw wrong("the object is still there after it was deleted");
    }
  }

  /** A write that failed may have left the object all the same. */
  private void cleanUp() {
    try {
      destination.delete(key);
    } catch (FailureException saidAlready) {
      return;
    }
  }

  private static FailureException wrong(String message) {
    return new FailureException(
        FailureCode.DESTINATION_ERROR,
        message,
        "Something between Holdfast and the destination changes or caches answers; remove it.");
  }
}
