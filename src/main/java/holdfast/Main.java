package holdfast;

import holdfast.cli.Commands;

/** The way in. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Commands.run(Server::start, CatalogRemoval::move, arguments));
  }
}
