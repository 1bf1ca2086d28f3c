package holdfast.database.postgresql;

import holdfast.model.RunLog;
import java.sql.SQLException;

/** Says which rights in a restored database are other than in its backup. */
final class OtherRights {
  private final RestoreTalk talk;

  /** Whether everybody may make something in the schema public, other than in the backup. */
  private boolean leavesPublicOpen;

  OtherRights(RestoreTalk talk) {
    this.talk = talk;
  }

  /** Looks at what was restored, before it takes its place. */
  void look(PgSession restored) throws SQLException {
    leavesPublicOpen = PublicSchema.isOpen(restored);
  }

  /** Once the tool has ended. */
  void tell(RunLog log) {
    if (leavesPublicOpen) {
      log.line(
          "holdfast",
          "everybody may make something in the schema public, other than in the backup; a superuser"
              + " can change it: "
              + PublicSchema.CLOSING);
    }
    int objects = talk.objectsWithOtherRights();
    if (objects > 0) {
      log.line(
          "holdfast",
          "the rights on %s are not the backup's, see the warnings of pg_restore: what another role"
                  .formatted(objects == 1 ? "1 object" : objects + " objects")
              + " owns keeps the rights that it has in a new database, also where they are more");
    }
  }
}
