package holdfast.api;

import holdfast.security.Permission;

/** Who may call an operation. */
sealed interface Guard {

  /** Everybody, also without a token. */
  record Anyone() implements Guard {}

  /** Whoever has a valid token. */
  record AnyToken() implements Guard {}

  /** Whose role has this permission, be it for some projects only. */
  record Needs(Permission permission) implements Guard {}
}
