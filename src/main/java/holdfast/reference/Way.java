package holdfast.reference;

/** How an operation can be called. */
enum Way {
  CURL("curl", Way.VARIABLES) {
    @Override
    String example(Call call) {
      return CurlExample.of(call);
    }
  },
  COMMAND("Command line", Way.VARIABLES) {
    @Override
    String example(Call call) {
      return CommandExample.of(call);
    }
  },
  CLIENT(
      "JavaScript",
      """
      import { HoldfastClient } from '@holdfast/client';

      const client = new HoldfastClient({
        host: process.env.HOLDFAST_URL,
        token: process.env.HOLDFAST_TOKEN,
        throwErrorOnHttpErrorCode: true
      });\
      """) {
    @Override
    String example(Call call) {
      return ClientExample.of(call);
    }
  };

  private static final String VARIABLES =
      """
      export HOLDFAST_URL=http://127.0.0.1:7070
      export HOLDFAST_TOKEN=$(cat ~/.holdfast/admin-token)\
      """;

  private final String title;
  private final String setup;

  Way(String title, String setup) {
    this.title = title;
    this.setup = setup;
  }

  String title() {
    return title;
  }

  /** What the examples need before them, once. */
  String setup() {
    return setup;
  }

  /** The class of its blocks on the page. */
  String mark() {
    return "way-" + name().toLowerCase(java.util.Locale.ROOT);
  }

  /** As it is typed. */
  abstract String example(Call call);
}
