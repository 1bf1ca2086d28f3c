package holdfast.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The stock {@code redis-cli} on one database, as an administrator: knows nothing of our driver.
 */
public record RedisCli(int port, int database) {

  /** What a command answers, without its last line end; fails where it is refused. */
  public String call(String... words) {
    List<String> command = command("--raw", "-e");
    command.addAll(List.of(words));
    return run(command, new byte[0]).stripTrailing();
  }

  /** Says many commands at once, whose words may be any bytes; fails where one is refused. */
  public void pipe(Commands commands) {
    String answer = run(command("--pipe"), commands.bytes());
    if (!answer.contains("errors: 0,")) {
      throw new AssertionError(answer);
    }
  }

  private List<String> command(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("redis-cli", "-p", Integer.toString(port), "-n", Integer.toString(database)));
    command.addAll(List.of(options));
    return command;
  }

  private static String run(List<String> command, byte[] input) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      Thread.ofPlatform().daemon().start(() -> write(process, input));
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("%s: %s".formatted(command.subList(5, command.size()), output));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commands in the protocol's own form. */
  public static final class Commands {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * @param words texts or byte arrays
     */
    public Commands add(Object... words) {
      text("*" + words.length + "\r\n");
      for (Object word : words) {
        byte[] bytes = word instanceof byte[] array ? array : word.toString().getBytes(UTF_8);
        text("$" + bytes.length + "\r\n");
        out.writeBytes(bytes);
        text("\r\n");
      }
      return this;
    }

    private void text(String text) {
      out.writeBytes(text.getBytes(ISO_8859_1));
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
