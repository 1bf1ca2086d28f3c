package holdfast;

/** Wiring, and nothing else: the only class that knows every room. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
