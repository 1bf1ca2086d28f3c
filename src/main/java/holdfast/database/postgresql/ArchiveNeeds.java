package holdfast.database.postgresql;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an archive expects to find in the server that it is restored into.
 *
 * @param owned roles that objects are given to, each with one of its objects
 * @param defaults roles whose default rights are set, each with all that are named by it
 * @param ownerOfPublic the role that the schema {@code public} is given to; empty if the archive
 *     does not say
 * @param roles all other roles that it names: owners and those that rights are given to
 * @param grantors roles that gave rights on that they were given themselves
 * @param expectsClosedPublic whether not everybody may make something in the schema {@code public}
 *     before it comes to rights
 * @param publishers owners of publications
 */
record ArchiveNeeds(
    Map<String, String> owned,
    Map<String, Set<String>> defaults,
    String ownerOfPublic,
    Set<String> roles,
    Set<String> grantors,
    boolean expectsClosedPublic,
    Set<String> extensions,
    Set<String> tablespaces,
    Set<String> publishers) {

  ArchiveNeeds {
    owned = Map.copyOf(owned);
    defaults = Map.copyOf(defaults);
    roles = Set.copyOf(roles);
    grantors = Set.copyOf(grantors);
    extensions = Set.copyOf(extensions);
    tablespaces = Set.copyOf(tablespaces);
    publishers = Set.copyOf(publishers);
  }

  /** The same, where some extensions need not be made. */
  ArchiveNeeds withoutExtensions(Set<String> present) {
    Set<String> others = new TreeSet<>(extensions);
    others.removeAll(present);
    return with(ownerOfPublic, others);
  }

  /** Roles that objects are given to. */
  Set<String> owners() {
    return owned.keySet();
  }

  /** Roles whose default rights are set. */
  Set<String> ofDefaults() {
    return defaults.keySet();
  }

  /** The same, where the schema {@code public} stays whose it is. */
  ArchiveNeeds withoutOwnerOfPublic() {
    return with("", extensions);
  }

  private ArchiveNeeds with(String otherOwner, Set<String> otherExtensions) {
    return new ArchiveNeeds(
        owned,
        defaults,
        otherOwner,
        roles,
        grantors,
        expectsClosedPublic,
        otherExtensions,
        tablespaces,
        publishers);
  }

  /** Whether the restore has to act for the role: to give it something, or to give in its name. */
  boolean needsMembership(String role) {
    return owned.containsKey(role)
        || defaults.containsKey(role)
        || ownerOfPublic.equals(role)
        || grantors.contains(role);
  }

  /** Collects the needs while the table of contents passes. */
  static final class Collector {
    private static final Set<String> KINDS_THAT_NAME_ROLES =
        Set.of("ACL", "POLICY", "USER MAPPING");

    private static final Set<String> KINDS_WITHOUT_OWNER =
        Set.of("ACL", "COMMENT", "SECURITY LABEL", "TABLE DATA", "SEQUENCE SET");

    private static final int MAX_NAMES = 100_000;

    private final SortedMap<String, String> owned = new TreeMap<>();
    private final SortedMap<String, Set<String>> defaults = new TreeMap<>();
    private int namedByDefaults;
    private String ownerOfPublic = "";
    private final SortedSet<String> roles = new TreeSet<>();
    private final SortedSet<String> grantors = new TreeSet<>();
    private final SortedSet<String> extensions = new TreeSet<>();
    private final SortedSet<String> tablespaces = new TreeSet<>();
    private final SortedSet<String> publishers = new TreeSet<>();
    private final MadeEntries made = new MadeEntries();

    /** Throws for an archive that names more than any server has. */
    void add(ArchiveEntry entry) throws MalformedArchive {
      if (entry.isOfDatabaseItself() || entry.isOfSubscription()) {
        return;
      }
      made.add(entry);
      addOwner(entry);
      addUnlessEmpty(tablespaces, entry.tablespace());
      if (entry.kind().equals("EXTENSION")) {
        extensions.add(entry.tag());
      }
      if (entry.kind().equals("PUBLICATION")) {
        addUnlessEmpty(publishers, entry.owner());
      }
      if (KINDS_THAT_NAME_ROLES.contains(entry.kind())) {
        roles.addAll(RoleNames.in(entry.definition()));
      }
      if (entry.isGivenOn() && (made.hasSubjectOf(entry) || entry.isRightsOnPublic())) {
        grantors.addAll(RoleNames.ofGrantors(entry.definition()));
      }
      if (owned.size() + roles.size() + extensions.size() + tablespaces.size() > MAX_NAMES) {
        throw new MalformedArchive(
            "it names more than %d roles, extensions and tablespaces".formatted(MAX_NAMES));
      }
    }

    /**
     * What has been collected.
     *
     * @param expectsClosedPublic see {@link PublicInArchive#isTakenForClosed}
     */
    ArchiveNeeds needs(boolean expectsClosedPublic) {
      roles.addAll(owned.keySet());
      return new ArchiveNeeds(
          owned,
          defaults,
          ownerOfPublic,
          roles,
          grantors,
          expectsClosedPublic,
          extensions,
          tablespaces,
          publishers);
    }

    private void addOwner(ArchiveEntry entry) throws MalformedArchive {
      if (entry.isPublic()) {
        ownerOfPublic = entry.owner();
      } else if (entry.kind().equals("DEFAULT ACL")) {
        addDefaults(entry);
      } else if (!KINDS_WITHOUT_OWNER.contains(entry.kind()) && !entry.owner().isEmpty()) {
        owned.putIfAbsent(entry.owner(), entry.title());
      }
    }

    private void addDefaults(ArchiveEntry entry) throws MalformedArchive {
      if (entry.owner().isEmpty()) {
        return; // No pg_dump writes it so.
      }
      Set<String> named = RoleNames.in(entry.definition());
      namedByDefaults += named.size();
      if (namedByDefaults > MAX_NAMES) {
        throw new MalformedArchive(
            "its default privileges name more than %d roles".formatted(MAX_NAMES));
      }
      defaults.computeIfAbsent(entry.owner(), role -> new TreeSet<>()).addAll(named);
    }

    private static void addUnlessEmpty(Set<String> names, String name) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
  }
}
