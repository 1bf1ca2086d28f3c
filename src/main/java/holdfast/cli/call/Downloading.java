package holdfast.cli.call;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import holdfast.cli.command.CallFlags;
import holdfast.cli.command.Operation;
import holdfast.cli.command.Parameter;
import holdfast.cli.output.Format;
import holdfast.cli.remote.ApiClient;
import holdfast.cli.remote.Download;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Downloads a backup: into a file that is there once it is whole, or to stdout. */
final class Downloading {
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"?([^\";]+)\"?");

  private final ApiClient api;
  private final Operation operation;
  private final Arguments arguments;
  private final Shell shell;

  Downloading(ApiClient api, Operation operation, Arguments arguments, Shell shell) {
    this.api = api;
    this.operation = operation;
    this.arguments = arguments;
    this.shell = shell;
  }

  int run() throws CommandException, IOException, InterruptedException {
    Optional<String> folder = arguments.one(CallFlags.UNPACK);
    if (folder.isPresent() && (arguments.has(CallFlags.TO) || arguments.has(CallFlags.FORCE))) {
      throw new CommandException(
          ExitCode.USAGE,
          "--unpack makes a new folder, and --to and --force are for a file",
          "Take either.");
    }
    try (Download download = api.download("/v1/downloads/" + ApiClient.encoded(ticket()))) {
      if (folder.isPresent()) {
        unpack(download, shell.folder().resolve(folder.get()));
      } else if (arguments.one(CallFlags.TO).orElse("").equals("-")) {
        copy(download, shell.out());
        shell.out().flush();
      } else {
        intoFile(download, file(download));
      }
    }
    return ExitCode.OK;
  }

  private void unpack(Download download, Path folder) throws CommandException, IOException {
    Unpacking unpacking = Unpacking.into(folder, offeredName(download));
    long files;
    try (Progress progress = progress()) {
      files = unpacking.unpack(new WholeDownload(download, progress));
    }
    shell
        .err()
        .printf(
            "Unpacked %d files into %s. Make them the server's user's own, and start a server of"
                + " the same major version on them.%n",
            files, folder);
  }

  private String ticket() throws CommandException, IOException, InterruptedException {
    Parameter ticket = operation.pathParameters().getFirst();
    Optional<String> given = arguments.one(ticket.flag());
    if (given.isPresent()) {
      return given.get();
    }
    Map<String, String> names = PathValues.of(CallFlags.operands(operation), arguments);
    String path =
        Template.filled(
            "/v1/projects/{projectId}/addons/{addonId}/backups/{backupId}/download-link?snapshot=true",
            name -> ApiClient.encoded(names.getOrDefault(name, "")));
    String database =
        arguments
            .one(CallFlags.DATABASE)
            .map(name -> "&database=" + ApiClient.encoded(name))
            .orElse("");
    String link = api.get(path + database).at("/data/downloadLink").asString("");
    // The link may begin with an address that is for others: the server that was asked has it too.
    return link.substring(link.lastIndexOf('/') + 1);
  }

  private Path file(Download download) throws CommandException {
    String named = arguments.one(CallFlags.TO).orElseGet(() -> offeredName(download));
    Path file = shell.folder().resolve(named);
    if (Files.exists(file) && !arguments.has(CallFlags.FORCE)) {
      throw new CommandException(
          ExitCode.CONFLICT,
          "%s is there already".formatted(file),
          "Take another name with --to, or replace it with --force.");
    }
    return file;
  }

  /** Only a name: a server must not choose the folder. */
  private static String offeredName(Download download) {
    Matcher name = FILE_NAME.matcher(download.header("Content-Disposition"));
    String offered =
        name.find() ? name.group(1).replaceAll(".*[/\\\\]", "").replaceAll("^\\.+", "") : "";
    return offered.isBlank() ? "backup" : offered;
  }

  private void intoFile(Download download, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> part.toFile().delete()));
    long bytes;
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      bytes = copy(download, Channels.newOutputStream(channel));
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    shell.err().printf("Downloaded %s: %s.%n", file.getFileName(), Format.size(bytes));
  }

  /** Throws where fewer bytes come than were announced. */
  private long copy(Download download, OutputStream out) throws IOException {
    try (Progress progress = progress()) {
      return new WholeDownload(download, progress).transferTo(out);
    }
  }

  private Progress progress() {
    return shell.terminal().errors() ? Progress.on(shell) : new Progress.None();
  }
}
