package holdfast.cli.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The servers that somebody has logged in to.
 *
 * @param current the name of the one that is called unless another is named; empty for none
 */
public record Contexts(String current, List<Context> contexts) {
  static final Contexts NONE = new Contexts("", List.of());

  public Contexts {
    contexts = List.copyOf(contexts);
  }

  public Optional<Context> named(String name) {
    return contexts.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** With this one as the current one; another of its name goes. */
  Contexts with(Context context) {
    List<Context> all = new ArrayList<>(without(context.name()).contexts());
    all.add(context);
    return new Contexts(context.name(), all);
  }

  Contexts using(String name) {
    return new Contexts(name, contexts);
  }

  Contexts without(String name) {
    List<Context> others = contexts.stream().filter(it -> !it.name().equals(name)).toList();
    return new Contexts(current.equals(name) ? "" : current, others);
  }
}
