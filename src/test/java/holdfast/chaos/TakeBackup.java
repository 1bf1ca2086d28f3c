package holdfast.chaos;

import holdfast.chaos.Ledger.Known;
import holdfast.testing.Api.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A backup by hand, into one to all destinations, some with a name. */
record TakeBackup(boolean ofBig) implements Work {
  @Override
  public void run(Installation installation, SplittableRandom random) {
    take(installation, random);
  }

  /** Answers the backup if it was accepted. */
  Optional<Known> take(Installation installation, SplittableRandom random) {
    List<Protected> sources = installation.sources();
    int last = sources.size() - 1;
    Protected source = sources.get(ofBig ? last : random.nextInt(last));
    String body = body(installation, random);
    Optional<Answer> answer =
        installation.ask(random, api -> api.post(source.path() + "/backups", body));
    if (answer.isEmpty()) {
      installation.ledger().unansweredBackup();
    }
    return answer.map(it -> accepted(installation, source, it.data()));
  }

  private static Known accepted(Installation installation, Protected source, JsonNode backup) {
    return installation
        .ledger()
        .accepted(
            backup.path("uid").asString(),
            source,
            source.path() + "/backups/" + backup.path("id").asString());
  }

  private static String body(Installation installation, SplittableRandom random) {
    List<String> places = new ArrayList<>(installation.places().stream().map(Place::id).toList());
    Collections.shuffle(places, Random.from(random));
    int copies = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(places.size());
    String name = random.nextInt(3) > 0 ? "" : "'name':'Named " + (random.nextLong() >>> 1) + "',";
    return "{%s'compressionType':'%s','customDestinationId':'%s','additionalDestinations':[%s]}"
        .formatted(
            name,
            random.nextInt(3) > 0 ? "zstd" : "gz",
            places.getFirst(),
            places.subList(1, copies).stream()
                .map("{'destinationId':'%s','retentionTime':30,'type':'custom'}"::formatted)
                .collect(Collectors.joining(",")));
  }
}
