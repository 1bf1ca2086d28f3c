package holdfast.database.mongodb;

import holdfast.model.FailureException;
import java.util.List;

/** Who is given what an archive holds, in the archive's order, by the thread that writes it. */
interface ArchiveSink {

  /** All that the archive will have. */
  void contents(List<CollectionMetadata> collections) throws FailureException;

  /**
   * A document of a collection.
   *
   * @param bytes of many; they are another's after the call
   */
  void document(CollectionMetadata collection, byte[] bytes, int offset, int length)
      throws FailureException;

  /** Other collections' documents come next. */
  void pause() throws FailureException;

  /** All documents of a collection have come, and their checksum is right. */
  void end(CollectionMetadata collection) throws FailureException;
}
