package holdfast.cli.context;

import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file that holds contexts, tokens included: for its owner's eyes only. */
public final class ContextFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path configuration;
  private final Path folder;
  private final Path file;

  private ContextFile(Path configuration) {
    this.configuration = configuration;
    this.folder = configuration.resolve("holdfast");
    this.file = folder.resolve("contexts.json");
  }

  /** {@code holdfast/contexts.json} in the user's folder of configuration. */
  public static ContextFile of(Shell shell) {
    String chosen = shell.variable("XDG_CONFIG_HOME");
    return new ContextFile(chosen.isEmpty() ? shell.home().resolve(".config") : Path.of(chosen));
  }

  /** None where there is no file. */
  public Contexts read() throws CommandException {
    try {
      return parsed(JSON.readTree(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Contexts.NONE;
    } catch (IOException | JacksonException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "the file of contexts cannot be read: " + file,
          "Mend its rights, or remove it and log in again.");
    }
  }

  private static Contexts parsed(JsonNode document) {
    List<Context> contexts = new ArrayList<>();
    for (JsonNode each : document.path("contexts")) {
      contexts.add(
          new Context(
              each.path("name").asString(""),
              each.path("host").asString(""),
              each.path("token").asString("")));
    }
    return new Contexts(document.path("current").asString(""), contexts);
  }

  /** Replaces the file, all or nothing. */
  void write(Contexts contexts) throws CommandException {
    try {
      createFolder();
      byte[] document =
          JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsBytes(
                  Map.of("current", contexts.current(), "contexts", contexts.contexts()));
      Path fresh = Files.createTempFile(folder, "contexts", ".new", ownerOnly("rw-------"));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.write(java.nio.ByteBuffer.wrap(document));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "the file of contexts cannot be written: " + e, "");
    }
  }

  private void createFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(configuration);
      Files.createDirectory(folder, ownerOnly("rwx------"));
    }
  }

  private static FileAttribute<?>[] ownerOnly(String rights) {
    boolean isPosix =
        java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
