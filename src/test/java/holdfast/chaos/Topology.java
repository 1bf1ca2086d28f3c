package holdfast.chaos;

/** How an installation is laid out. */
enum Topology {
  ONE_NODE("one node on SQLite", 3),
  TWO_NODES("two nodes on PostgreSQL", 2);

  private final String words;
  private final int weight;

  Topology(String words, int weight) {
    this.words = words;
    this.weight = weight;
  }

  String words() {
    return words;
  }

  int weight() {
    return weight;
  }
}
