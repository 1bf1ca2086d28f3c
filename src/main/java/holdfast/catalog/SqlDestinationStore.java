package holdfast.catalog;

import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.Location;
import holdfast.model.Secret;
import holdfast.model.Slug;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/** The table {@code destination}. */
final class SqlDestinationStore implements DestinationStore {
  private static final String INSERT =
      """
      INSERT INTO destination (id, slug, name, description, prefix, type, path, bucket, region,
        endpoint, access_key, secret_key, created_at, updated_at)
      VALUES (:id, :slug, :name, :description, :prefix, :type, :path, :bucket, :region,
        :endpoint, :accessKey, :secretKey, :createdAt, :updatedAt)
      """;
  private static final String UPDATE =
      """
      UPDATE destination
      SET name = :name, description = :description, type = :type, path = :path, bucket = :bucket,
        region = :region, endpoint = :endpoint, access_key = :accessKey, secret_key = :secretKey,
        updated_at = :updatedAt
      WHERE id = :id
      """;

  /** By its id or name it could be taken for another, which can be called by either. */
  private static final String IS_AMBIGUOUS =
      """
      SELECT EXISTS (SELECT 1 FROM destination
        WHERE id <> :id AND (slug = :name OR name = :slug))
      """;

  private static final String DELETE = "DELETE FROM destination WHERE id = :id";
  private static final String FIND = "SELECT * FROM destination WHERE slug = :slug";
  private static final String FIND_BY_NAME = "SELECT * FROM destination WHERE name = :name";
  private static final String GET = "SELECT * FROM destination WHERE id = :id";

  /** Unlike an update it also stops those who insert rows that refer to this one. */
  private static final String LOCK = GET + " <for_update>";

  private static final String LIST =
      """
      SELECT * FROM destination
      WHERE id < :after
      ORDER BY id DESC LIMIT :limit OFFSET :offset
      """;
  private static final String IS_USED =
      """
      SELECT EXISTS (SELECT 1 FROM copy WHERE destination_id = :id)
        OR EXISTS (SELECT 1 FROM doomed_copy WHERE destination_id = :id)
        OR EXISTS (SELECT 1 FROM restore WHERE destination_id = :id
          AND status IN ('scheduled', 'in-progress', 'aborting'))
        OR EXISTS (SELECT 1 FROM schedule WHERE destination_id = :id)
        OR EXISTS (SELECT 1 FROM schedule_destination WHERE destination_id = :id)
      """;
  private static final String IS_BUSY =
      """
      SELECT EXISTS (SELECT 1 FROM copy WHERE destination_id = :id
          AND status IN ('scheduled', 'in-progress', 'aborting'))
        OR EXISTS (SELECT 1 FROM doomed_copy WHERE destination_id = :id)
        OR EXISTS (SELECT 1 FROM restore WHERE destination_id = :id
          AND status IN ('scheduled', 'in-progress', 'aborting'))
      """;
  private static final String PATHS =
      "SELECT path FROM copy WHERE destination_id = :id AND status = 'completed'";

  private final Handle handle;
  private final SecretCipher cipher;

  SqlDestinationStore(Handle handle, SecretCipher cipher) {
    this.handle = handle;
    this.cipher = cipher;
  }

  @Override
  public void insert(BackupDestination destination) {
    requireUnambiguous(destination);
    Uniqueness.execute(
        bindChangeable(handle.createUpdate(INSERT), destination)
            .bind("slug", destination.slug().value())
            .bind("prefix", destination.prefix())
            .bind("createdAt", destination.createdAt().toEpochMilli()),
        taken(destination));
  }

  @Override
  public void update(BackupDestination destination) {
    requireUnambiguous(destination);
    Uniqueness.execute(
        bindChangeable(handle.createUpdate(UPDATE), destination), taken(destination));
  }

  private void requireUnambiguous(BackupDestination destination) {
    boolean isAmbiguous =
        Columns.truth(
            handle
                .createQuery(IS_AMBIGUOUS)
                .bind("id", destination.id().toString())
                .bind("name", destination.name())
                .bind("slug", destination.slug().value()));
    if (isAmbiguous) {
      throw new TakenException(taken(destination));
    }
  }

  private static String taken(BackupDestination destination) {
    return "a backup destination named " + destination.name() + " exists already";
  }

  private Update bindChangeable(Update statement, BackupDestination destination) {
    bindLocation(statement, destination.id(), destination.location());
    return statement
        .bind("id", destination.id().toString())
        .bind("name", destination.name())
        .bind("description", destination.description())
        .bind("type", destination.location().type())
        .bind("updatedAt", destination.updatedAt().toEpochMilli());
  }

  private void bindLocation(Update statement, DestinationId id, Location location) {
    Location.S3 s3 = location instanceof Location.S3 found ? found : null;
    statement
        .bind("path", location instanceof Location.Local local ? local.path() : null)
        .bind("bucket", s3 == null ? null : s3.bucket())
        .bind("region", s3 == null ? null : s3.region())
        .bind("endpoint", s3 == null ? null : s3.endpoint())
        .bind("accessKey", s3 == null ? null : seal(s3.accessKey(), id, "access_key"))
        .bind("secretKey", s3 == null ? null : seal(s3.secretKey().reveal(), id, "secret_key"));
  }

  @Override
  public void delete(DestinationId id) {
    handle.createUpdate(DELETE).bind("id", id.toString()).execute();
  }

  @Override
  public Optional<BackupDestination> find(Slug slug) {
    return findOne(FIND, "slug", slug.value());
  }

  @Override
  public Optional<BackupDestination> findByName(String name) {
    return findOne(FIND_BY_NAME, "name", name);
  }

  @Override
  public Optional<BackupDestination> get(DestinationId id) {
    return findOne(GET, "id", id.toString());
  }

  @Override
  public Optional<BackupDestination> lock(DestinationId id) {
    return findOne(LOCK, "id", id.toString());
  }

  private Optional<BackupDestination> findOne(String sql, String parameter, String value) {
    return handle.createQuery(sql).bind(parameter, value).map(this::destination).findOne();
  }

  @Override
  public Page<BackupDestination> list(PageRequest page) {
    return Pages.of(
        handle.createQuery(LIST), page, this::destination, destination -> destination.id().key());
  }

  @Override
  public boolean isUsed(DestinationId id) {
    return Columns.truth(handle.createQuery(IS_USED).bind("id", id.toString()));
  }

  @Override
  public Optional<Set<String>> pathsAtRest(DestinationId id) {
    boolean busy = Columns.truth(handle.createQuery(IS_BUSY).bind("id", id.toString()));
    return busy
        ? Optional.empty()
        : Optional.of(
            handle
                .createQuery(PATHS)
                .bind("id", id.toString())
                .map((row, context) -> row.getString(1))
                .set());
  }

  private BackupDestination destination(ResultSet row, StatementContext context)
      throws SQLException {
    DestinationId id = new DestinationId(Columns.key(row, "id"));
    return new BackupDestination(
        id,
        Columns.slug(row, "slug"),
        row.getString("name"),
        row.getString("description"),
        row.getString("prefix"),
        location(row, id),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }

  private Location location(ResultSet row, DestinationId id) throws SQLException {
    String type = row.getString("type");
    return switch (type) {
      case "local" -> new Location.Local(row.getString("path"));
      case "s3" ->
          new Location.S3(
              row.getString("bucket"),
              row.getString("region"),
              row.getString("endpoint"),
              open(row, id, "access_key"),
              new Secret(open(row, id, "secret_key")));
      default -> throw new IllegalStateException("the catalog holds an unknown type " + type);
    };
  }

  private byte[] seal(String plain, DestinationId id, String column) {
    return cipher.seal(plain, id + "/" + column);
  }

  private String open(ResultSet row, DestinationId id, String column) throws SQLException {
    return cipher.open(row.getBytes(column), id + "/" + column);
  }
}
