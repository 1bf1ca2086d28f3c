package holdfast.database.postgresql;

import holdfast.database.postgresql.StatementScanner.Kind;
import holdfast.database.postgresql.StatementScanner.Statement;
import holdfast.database.postgresql.StatementScanner.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a statement of an archive says of the database as a whole. Nothing of its text is ever
 * executed: it is read into a {@link DatabaseProperty}, whose statement is our own, for the
 * database has another name by then.
 */
final class DatabaseStatement {
  private static final Set<String> PRIVILEGES = Set.of("ALL", "CREATE", "CONNECT", "TEMPORARY");
  private static final int DIGITS_OF_A_LIMIT = 9;

  private final List<Token> tokens;
  private final String database;
  private int at;

  /** It is none of the forms that are known. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1L;

    private NotUnderstood() {
      super(null, null, false, false);
    }
  }

  private DatabaseStatement(List<Token> tokens, String database) {
    this.tokens = tokens;
    this.database = database;
  }

  /**
   * Reads one statement.
   *
   * @param database that it must name
   * @return nothing for what is known and not taken: whether it is a template, and who granted what
   */
  static Optional<DatabaseProperty> read(Statement statement, String database)
      throws NotUnderstood {
    if (!statement.isWhole()) {
      throw new NotUnderstood();
    }
    DatabaseStatement reader = new DatabaseStatement(statement.tokens(), database);
    Optional<DatabaseProperty> property = reader.property();
    if (reader.at < reader.tokens.size()) {
      throw new NotUnderstood();
    }
    return property;
  }

  private Optional<DatabaseProperty> property() throws NotUnderstood {
    if (accept("ALTER", "DATABASE")) {
      expectDatabase();
      return ofDatabase();
    }
    if (accept("ALTER", "ROLE")) {
      String role = name();
      expect("IN", "DATABASE");
      expectDatabase();
      return Optional.of(setting(role));
    }
    if (accept("COMMENT", "ON", "DATABASE")) {
      expectDatabase();
      expect("IS");
      return Optional.of(new DatabaseProperty.Comment(text()));
    }
    if (accept("SECURITY", "LABEL", "FOR")) {
      return Optional.of(label());
    }
    if (accept("GRANT")) {
      return Optional.of(grant());
    }
    if (accept("REVOKE")) {
      List<String> privileges = privilegesOnDatabase();
      expect("FROM");
      return Optional.of(new DatabaseProperty.Revocation(privileges, grantee()));
    }
    return leftOut();
  }

  private Optional<DatabaseProperty> ofDatabase() throws NotUnderstood {
    if (accept("CONNECTION", "LIMIT")) {
      expectSign("=");
      return Optional.of(new DatabaseProperty.Limit(limit()));
    }
    if (accept("IS_TEMPLATE")) {
      expectSign("=");
      expect("true");
      return Optional.empty();
    }
    return Optional.of(setting(""));
  }

  private DatabaseProperty setting(String role) throws NotUnderstood {
    expect("SET");
    String parameter = name();
    expect("TO");
    List<String> values = new ArrayList<>();
    do {
      values.add(text());
    } while (acceptSign(","));
    return new DatabaseProperty.Setting(role, parameter, values);
  }

  private DatabaseProperty label() throws NotUnderstood {
    String provider = name();
    expect("ON", "DATABASE");
    expectDatabase();
    expect("IS");
    return new DatabaseProperty.Label(provider, text());
  }

  private DatabaseProperty grant() throws NotUnderstood {
    List<String> privileges = privilegesOnDatabase();
    expect("TO");
    String grantee = grantee();
    return new DatabaseProperty.Grant(privileges, grantee, accept("WITH", "GRANT", "OPTION"));
  }

  /** Rights that were given on come between these; the owner gives all of them anew. */
  private Optional<DatabaseProperty> leftOut() throws NotUnderstood {
    if (accept("SET", "SESSION", "AUTHORIZATION")) {
      name();
    } else {
      expect("RESET", "SESSION", "AUTHORIZATION");
    }
    return Optional.empty();
  }

  private List<String> privilegesOnDatabase() throws NotUnderstood {
    List<String> privileges = new ArrayList<>();
    do {
      Token token = next();
      if (token.kind() != Kind.WORD || !PRIVILEGES.contains(token.text())) {
        throw new NotUnderstood();
      }
      privileges.add(token.text());
    } while (acceptSign(","));
    expect("ON", "DATABASE");
    expectDatabase();
    return privileges;
  }

  private String grantee() throws NotUnderstood {
    return accept("PUBLIC") ? "" : name();
  }

  private void expectDatabase() throws NotUnderstood {
    if (!name().equals(database)) {
      throw new NotUnderstood();
    }
  }

  /** Without quotes pg_dump writes only names that need none. */
  private String name() throws NotUnderstood {
    Token token = next();
    boolean isName =
        switch (token.kind()) {
          case NAME -> !token.text().isEmpty();
          case WORD -> token.text().chars().noneMatch(Character::isUpperCase);
          case TEXT, NUMBER, SIGN -> false;
        };
    if (!isName) {
      throw new NotUnderstood();
    }
    return token.text();
  }

  private String text() throws NotUnderstood {
    Token token = next();
    if (token.kind() != Kind.TEXT) {
      throw new NotUnderstood();
    }
    return token.text();
  }

  private int limit() throws NotUnderstood {
    Token token = next();
    if (token.kind() != Kind.NUMBER || token.text().length() > DIGITS_OF_A_LIMIT) {
      throw new NotUnderstood();
    }
    return Integer.parseInt(token.text());
  }

  private void expect(String... words) throws NotUnderstood {
    if (!accept(words)) {
      throw new NotUnderstood();
    }
  }

  /** Passes over these words if they are what comes next. */
  private boolean accept(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (at + i >= tokens.size() || !tokens.get(at + i).equals(new Token(Kind.WORD, words[i]))) {
        return false;
      }
    }
    at += words.length;
    return true;
  }

  private void expectSign(String sign) throws NotUnderstood {
    if (!acceptSign(sign)) {
      throw new NotUnderstood();
    }
  }

  private boolean acceptSign(String sign) {
    boolean isNext = at < tokens.size() && tokens.get(at).equals(new Token(Kind.SIGN, sign));
    at += isNext ? 1 : 0;
    return isNext;
  }

  private Token next() throws NotUnderstood {
    if (at == tokens.size()) {
      throw new NotUnderstood();
    }
    return tokens.get(at++);
  }
}
