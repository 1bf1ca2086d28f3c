package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Secrets are in no answer (the client looks at each), no log and no file. */
class SecrecyTest extends ApiTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("holdfast");

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
    ours.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    ours.setLevel(null);
    root.detachAppender(log);
  }

  @Test
  void standInNoAnswerNoLogAndNoFile() throws IOException {
    String s3 =
        json(
            "{'name':'Off Site','type':'s3','prefix':'a/','credentials':{'accessKey':'AKIA-EXAMPLE-1234',"
                + "'secretKey':'secret-key-of-bucket','bucketName':'b','region':'r','endpoint':'e'}}");
    addon("Shop", "Shop DB");
    post("/v1/backup-destinations", s3).ok();
    post("/v1/backup-destinations", s3).refused(409, "hf-conflict");
    post("/v1/backup-destinations", s3.replace("\"r\"", "5")).invalid();
    post("/v1/backup-destinations", s3 + "}").invalid();
    importsOf("/v1/projects/shop/addons/shop-db/import");
    get("/v1/backup-destinations").ok();
    get("/v1/projects/shop/addons/shop-db").ok();
    client
        .send("wrong-" + TestClient.SECRETS.getFirst(), "GET", "/v1/projects", "")
        .refused(401, "");
    inspections.crash = true;
    post("/v1/backup-destinations", s3.replace("Off Site", "Other")).refused(500, "hf-internal");

    List<String> lines = log.list.stream().map(SecrecyTest::text).toList();
    assertThat(lines).anyMatch(line -> line.contains("answered with 500 and reference"));
    assertThat(lines).noneMatch(SecrecyTest::showsSecret);
    try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
      for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(showsSecret(Files.readString(file, StandardCharsets.ISO_8859_1)))
            .as(file.toString())
            .isFalse();
      }
    }
  }

  private void importsOf(String path) {
    String url = "https://me:pa55-of-import@files.example.org/a?sig=signature-of-import";
    post(path, json("{'name':'By Url','importUrl':'%s'}".formatted(url))).ok();
    post(path, json("{'name':'By Url','importUrl':'%s'}".formatted(url)))
        .refused(409, "hf-conflict");
    post(path, json("{'importUrl':'%s here'}".formatted(url))).invalid();
    post(path, json("{'connectionString':'postgresql://u:pa55-of-import@h/db'}")).ok();
    post(path, json("{'connectionString':'mysql://u:pa55-of-import@h/db'}")).invalid();
  }

  private static boolean showsSecret(String text) {
    return Stream.concat(TestClient.SECRETS.stream(), Stream.of(ADMIN)).anyMatch(text::contains);
  }

  private static String text(ILoggingEvent event) {
    String message = event.getLoggerName() + " " + event.getFormattedMessage();
    return event.getThrowableProxy() == null
        ? message
        : message + ThrowableProxyUtil.asString(event.getThrowableProxy());
  }
}
