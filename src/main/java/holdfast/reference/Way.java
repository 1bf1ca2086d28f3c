package holdfast.reference;

/** How an operation can be called. */
enum Way {
  CURL("curl") {
    @Override
    String example(Call call) {
      return CurlExample.of(call);
    }
  },
  COMMAND("Command line") {
    @Override
    String example(Call call) {
      return CommandExample.of(call);
    }
  },
  CLIENT("JavaScript") {
    @Override
    String example(Call call) {
      return ClientExample.of(call);
    }
  };

  private final String title;

  Way(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The class of its blocks on the page. */
  String mark() {
    return "way-" + name().toLowerCase(java.util.Locale.ROOT);
  }

  /** As it is typed. */
  abstract String example(Call call);
}
