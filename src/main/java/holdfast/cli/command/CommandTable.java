package holdfast.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All commands. */
public final class CommandTable {
  /** Those that start or move a server, and so need its classes. */
  public static final List<String> OF_THE_SERVER = List.of("server", "demo", "catalog", "settings");

  private static final List<Operation> OPERATIONS =
      Stream.of(
              DestinationOperations.ROWS,
              ProjectOperations.ROWS,
              AddonOperations.ROWS,
              BackupOperations.ROWS,
              ScheduleOperations.ROWS,
              AccessOperations.ROWS,
              ServiceOperations.ROWS)
          .flatMap(List::stream)
          .toList();

  private static final List<Command> COMMANDS = commands();

  private CommandTable() {}

  /** Every command, other spellings included: those of a server first, then our own. */
  public static List<Command> all() {
    return COMMANDS;
  }

  /** Every operation, {@code login} included. */
  public static List<Operation> operations() {
    return Stream.concat(OPERATIONS.stream(), Stream.of(ServiceOperations.LOGIN)).toList();
  }

  /** The command whose words these begin with; of several the longest. */
  public static Optional<Command> find(List<String> typed) {
    for (int length = typed.size(); length > 0; length--) {
      String words = String.join(" ", typed.subList(0, length));
      Optional<Command> found =
          COMMANDS.stream().filter(it -> it.words().equals(words)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Those whose words begin with these, and go on. */
  public static List<Command> beginningWith(List<String> words) {
    String beginning = String.join(" ", words) + " ";
    return COMMANDS.stream()
        .filter(it -> words.isEmpty() || it.words().startsWith(beginning))
        .toList();
  }

  private static List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (Operation operation : OPERATIONS) {
      Command command = Command.of(operation);
      commands.add(command);
      otherSpellings(operation.words()).forEach(it -> commands.add(command.alsoCalled(it)));
    }
    commands.addAll(OwnCommands.ROWS);
    return List.copyOf(commands);
  }

  private static List<String> otherSpellings(String words) {
    return switch (words) {
      case "list backup-destinations-backups" -> List.of("backups");
      case "get addon backup-schedules" -> List.of("get addon schedules");
      case "create addon backup-schedule" -> List.of("create schedule");
      case "delete addon backup-schedule" -> List.of("delete schedule");
      case "get addon backup logs" -> List.of("logs");
      case "import addon backup" -> List.of("import");
      case "download addon backup" -> List.of("download");
      default -> List.of();
    };
  }
}
