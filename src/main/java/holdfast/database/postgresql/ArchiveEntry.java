package holdfast.database.postgresql;

import holdfast.database.postgresql.ArchiveBytes.Underflow;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of an archive's table of contents, as far as it matters here.
 *
 * @param hasData whether a data block of this id follows
 * @param kind what it makes: {@code TABLE}, {@code ACL}, {@code EXTENSION}…
 * @param definition the SQL that makes it
 * @param definitionAt where the definition stands in the bytes that the entry was read from
 * @param schema empty: none
 * @param tablespace empty: the default one
 * @param owner empty: nobody
 * @param subject the first id of those that it depends on, which is of what it fills or gives
 *     rights on; 0: none
 */
record ArchiveEntry(
    int id,
    boolean hasData,
    String tag,
    String kind,
    String definition,
    int definitionAt,
    String schema,
    String tablespace,
    String owner,
    int subject) {
  static final int MINOR_WITH_ACCESS_METHOD = 14;
  static final int MINOR_WITH_RELATION_KIND = 16;

  private static final Pattern ID = Pattern.compile("[0-9]{1,9}");

  /** Those whose tags begin with the kind of what they are about. */
  private static final Set<String> KINDS_OF_ANYTHING = Set.of("ACL", "COMMENT", "SECURITY LABEL");

  static ArchiveEntry read(ArchiveBytes in, int formatMinor) throws Underflow, MalformedArchive {
    int id = in.readInt();
    boolean hasData = in.readInt() != 0;
    in.skipString(); // catalog id: table
    in.skipString(); // catalog id: row
    String tag = text(in);
    String kind = text(in);
    in.readInt(); // section
    int definitionAt = in.position();
    String definition = text(in);
    in.skipString(); // statement that drops it
    in.skipString(); // copy statement
    String schema = text(in);
    String tablespace = text(in);
    if (formatMinor >= MINOR_WITH_ACCESS_METHOD) {
      in.skipString();
    }
    if (formatMinor >= MINOR_WITH_RELATION_KIND) {
      in.readInt();
    }
    String owner = text(in);
    in.skipString(); // once: with oids
    int subject = firstDependency(in);
    in.skipOffset();
    if (id <= 0) {
      throw new MalformedArchive("an entry of the table of contents has the id " + id);
    }
    if (kind.equals(ArchiveEncoding.KIND)) {
      in.charset(ArchiveEncoding.of(definition));
    }
    return new ArchiveEntry(
        id, hasData, tag, kind, definition, definitionAt, schema, tablespace, owner, subject);
  }

  /** For people: {@code TABLE public.customer}. */
  String title() {
    return kind + " " + (schema.isEmpty() ? "" : schema + ".") + tag;
  }

  /** Whether it gives rights in the name of somebody who is not their owner. */
  boolean isGivenOn() {
    return kind.equals("ACL") && definition.contains("SET SESSION AUTHORIZATION ");
  }

  /** Whether it is about the schema {@code public} as such. */
  boolean isPublic() {
    return kind.equals("SCHEMA") && tag.equals("public");
  }

  /** Whether it gives or takes rights on that schema. */
  boolean isRightsOnPublic() {
    return kind.equals("ACL") && isNamedPublic(tag);
  }

  /** Whether it is the comment on that schema. */
  boolean isCommentOnPublic() {
    return kind.equals("COMMENT") && isNamedPublic(tag);
  }

  /** Quoted where pg_dump was told to quote all names. */
  private static boolean isNamedPublic(String tag) {
    return tag.equals("SCHEMA public") || tag.equals("SCHEMA \"public\"");
  }

  /** Whether its definition is this one, but for quotes around {@code public}. */
  boolean isDefinedAs(String sql) {
    return definition.replace("\"public\"", "public").equals(sql);
  }

  /** Whether it makes that schema, as in files of {@code pg_dump --schema=public}. */
  boolean makesPublic() {
    return isPublic() && !definition.startsWith("--");
  }

  /** Whether it makes the database; its tag is the database's name then. */
  boolean isCreationOfDatabase() {
    return kind.equals("DATABASE");
  }

  /** Whether it belongs to the database as such, which pg_restore leaves out. */
  boolean isOfDatabaseItself() {
    return kind.equals("DATABASE")
        || kind.equals("DATABASE PROPERTIES")
        || (KINDS_OF_ANYTHING.contains(kind) && tag.startsWith("DATABASE "));
  }

  /** Whether it makes a subscription or is about one. */
  boolean isOfSubscription() {
    return makesSubscription()
        || kind.equals("SUBSCRIPTION TABLE")
        || (KINDS_OF_ANYTHING.contains(kind) && tag.startsWith("SUBSCRIPTION "));
  }

  boolean makesSubscription() {
    return kind.equals("SUBSCRIPTION");
  }

  private static int firstDependency(ArchiveBytes in) throws Underflow, MalformedArchive {
    @Nullable String first = in.readString();
    if (first == null) {
      return 0;
    }
    while (in.readString() != null) {
      // The others do not matter.
    }
    return ID.matcher(first).matches() ? Integer.parseInt(first) : 0;
  }

  private static String text(ArchiveBytes in) throws Underflow, MalformedArchive {
    return Objects.requireNonNullElse(in.readString(), "");
  }
}
