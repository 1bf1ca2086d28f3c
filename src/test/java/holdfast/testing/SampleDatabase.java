package holdfast.testing;

import holdfast.model.ConnectionUri;
import holdfast.model.RunTag;
import java.util.List;

/** A database at a real server, as the contract of the drivers needs it. */
public interface SampleDatabase {

  ConnectionUri connection();

  /** What the server calls it. */
  String name();

  /** The same with another password. */
  ConnectionUri connectionWithPassword(String password);

  /** The same through another port of the loopback. */
  ConnectionUri connectionThrough(int port);

  /** The same server, but a database that does not exist. */
  ConnectionUri connectionToMissing();

  int port();

  /** The password in {@link #connection}. */
  String password();

  /** Puts a bit of everything into it that a backup has to bring back. */
  void fill();

  /** Adds, changes and removes something, as happens after a backup. */
  void change();

  /** All that is in it, equal to another's exactly when the databases are equal. */
  Object contents();

  /** Makes any dump wait until this is closed. */
  Blockade block();

  /** Sessions, databases and the like that the run has at the server. */
  List<String> leftoversOf(RunTag tag);

  /** Something that stands in the way until it is closed. */
  interface Blockade extends AutoCloseable {
    @Override
    void close();
  }
}
