package holdfast.cli.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The demo's database: a small shop. */
final class Shop {
  static final String DATABASE = "shop";
  static final String RESTORED_DATABASE = "shop_restored";

  private static final String SCHEMA =
      """
      CREATE TABLE customer (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL,
        email text NOT NULL UNIQUE,
        since date NOT NULL
      );
      CREATE TABLE product (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        title text NOT NULL,
        price numeric(8, 2) NOT NULL CHECK (price > 0)
      );
      CREATE TABLE purchase (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        customer_id bigint NOT NULL REFERENCES customer,
        ordered_at timestamptz NOT NULL
      );
      CREATE TABLE purchase_line (
        purchase_id bigint NOT NULL REFERENCES purchase,
        product_id bigint NOT NULL REFERENCES product,
        quantity int NOT NULL,
        note text,
        PRIMARY KEY (purchase_id, product_id)
      );
      CREATE VIEW revenue AS
        SELECT p.title, sum(l.quantity * p.price) AS total
        FROM purchase_line l JOIN product p ON p.id = l.product_id GROUP BY p.title;
      """;

  private static final String CONTENT =
      """
      INSERT INTO customer (name, email, since)
        SELECT 'Customer ' || n, 'customer' || n || '@example.com', date '2020-01-01' + n % 2000
        FROM generate_series(1, 5000) n;
      INSERT INTO product (title, price)
        SELECT 'Product ' || n, 1 + n * 0.37 FROM generate_series(1, 400) n;
      INSERT INTO purchase (customer_id, ordered_at)
        SELECT 1 + n % 5000, timestamptz '2024-01-01 00:00+00' + n * interval '11 minutes'
        FROM generate_series(1, 40000) n;
      INSERT INTO purchase_line (purchase_id, product_id, quantity, note)
        SELECT p, 1 + (p * 7 + l * 13) % 400, 1 + (p + l) % 5, md5(p::text || l::text)
        FROM generate_series(1, 40000) p, generate_series(1, 3) l;
      """;

  private static final List<String> TABLES =
      List.of("customer", "product", "purchase", "purchase_line");

  private Shop() {}

  static void create(ThrowawayPostgres postgres) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
      statement.execute("CREATE DATABASE " + RESTORED_DATABASE);
    }
    try (Connection connection = postgres.connect(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
      statement.execute(CONTENT);
    }
  }

  /** The number of rows of each table. */
  static Map<String, Long> count(ThrowawayPostgres postgres, String database) throws SQLException {
    Map<String, Long> rows = new LinkedHashMap<>();
    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
          result.next();
          rows.put(table, result.getLong(1));
        }
      }
    }
    return rows;
  }
}
