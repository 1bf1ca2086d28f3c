package holdfast.model;

/** The inner, immutable identity of a schedule. Unlike a slug it is never used again. */
public record ScheduleId(Key key) {

  public static ScheduleId of(String hex) {
    return new ScheduleId(new Key(hex));
  }

  @Override
  public String toString() {
    return key.hex();
  }
}
