package holdfast.database.postgresql;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an archive expects to find in the server that it is restored into.
 *
 * @param owners roles that objects are given to
 * @param roles all roles that it names: owners and those that rights are given to
 */
record ArchiveNeeds(
    Set<String> owners, Set<String> roles, Set<String> extensions, Set<String> tablespaces) {

  ArchiveNeeds {
    owners = Set.copyOf(owners);
    roles = Set.copyOf(roles);
    extensions = Set.copyOf(extensions);
    tablespaces = Set.copyOf(tablespaces);
  }

  /** Collects the needs while the table of contents passes. */
  static final class Collector {
    private static final Set<String> KINDS_THAT_NAME_ROLES =
        Set.of("ACL", "DEFAULT ACL", "POLICY", "USER MAPPING");

    private final SortedSet<String> owners = new TreeSet<>();
    private final SortedSet<String> roles = new TreeSet<>();
    private final SortedSet<String> extensions = new TreeSet<>();
    private final SortedSet<String> tablespaces = new TreeSet<>();

    void add(ArchiveEntry entry) {
      if (entry.isOfDatabaseItself()) {
        return;
      }
      addUnlessEmpty(owners, entry.owner());
      addUnlessEmpty(tablespaces, entry.tablespace());
      if (entry.kind().equals("EXTENSION")) {
        extensions.add(entry.tag());
      }
      if (KINDS_THAT_NAME_ROLES.contains(entry.kind())) {
        roles.addAll(RoleNames.in(entry.definition()));
      }
    }

    ArchiveNeeds needs() {
      roles.addAll(owners);
      return new ArchiveNeeds(owners, roles, extensions, tablespaces);
    }

    private static void addUnlessEmpty(Set<String> names, String name) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
  }
}
