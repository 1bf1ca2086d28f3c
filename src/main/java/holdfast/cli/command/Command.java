package holdfast.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be typed after {@code holdfast}.
 *
 * @param words with single spaces between
 * @param operands labels of what can stand behind the words without an option, in their order
 * @param standsFor the command that it is another spelling of; empty where it is none
 */
public record Command(
    String words,
    String summary,
    List<String> operands,
    List<Flag> flags,
    List<String> examples,
    String standsFor,
    Deed deed) {

  /** What it does. */
  public sealed interface Deed {}

  /** Calls an operation of a server. */
  public record Call(Operation operation) implements Deed {}

  /** Something on this machine. */
  public enum Own implements Deed {
    LOGIN,
    CONTEXT_LIST,
    CONTEXT_USE,
    CONTEXT_DELETE,
    COMPLETION,
    MAN
  }

  /** Starts or moves a server: needs the server's classes. */
  public record Server() implements Deed {}

  public Command {
    operands = List.copyOf(operands);
    flags = List.copyOf(flags);
    examples = List.copyOf(examples);
  }

  static Command of(Operation operation) {
    return new Command(
        operation.words(),
        operation.summary(),
        CallFlags.operands(operation).stream().map(Parameter::label).toList(),
        CallFlags.of(operation),
        operation.examples(),
        "",
        new Call(operation));
  }

  static Command own(String words, String summary, Own deed, String example) {
    return new Command(words, summary, List.of(), List.of(), List.of(example), "", deed);
  }

  Command with(Flag... more) {
    List<Flag> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return new Command(words, summary, operands, all, examples, standsFor, deed);
  }

  Command withOperand(String label) {
    return new Command(words, summary, List.of(label), flags, examples, standsFor, deed);
  }

  Command alsoCalled(String others) {
    return new Command(others, summary, operands, flags, examples, words, deed);
  }

  public List<String> wordList() {
    return List.of(words.split(" "));
  }
}
