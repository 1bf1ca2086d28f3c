package holdfast.cli.command;

import java.util.List;

/** What an operation takes besides its parameters. */
public record Body(Need need, List<Field> fields) {
  static final Body NONE = new Body(Need.NONE, List.of());

  /** Whether there has to be one. */
  public enum Need {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  public Body {
    fields = List.copyOf(fields);
  }

  static Body optional(Field... fields) {
    return new Body(Need.OPTIONAL, List.of(fields));
  }

  static Body required(Field... fields) {
    return new Body(Need.REQUIRED, List.of(fields));
  }

  public boolean isTaken() {
    return need != Need.NONE;
  }
}
