package holdfast.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import holdfast.catalog.CatalogException;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What stands in the server's log of an entry that is tried again. */
class HeldTest {
  private static final TaskInstance<Void> ENTRY = new TaskInstance<>("restore", "0190a1b2");

  private final Logger logger = (Logger) LoggerFactory.getLogger(Held.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private ILoggingEvent said(RuntimeException why) {
    assertThatThrownBy(
            () ->
                Held.work(
                    ENTRY,
                    () -> {
                      throw why;
                    }))
        .isSameAs(why);
    return log.list.getLast();
  }

  @Test
  void whatIsKnownToPassIsSaidInALine() {
    FailureException away =
        new FailureException(FailureCode.DATABASE_UNREACHABLE, "nobody answers", "Start it.");
    for (RuntimeException known :
        List.of(new UnfinishedException(away), new CatalogException("nobody answers", away))) {
      ILoggingEvent said = said(known);
      assertThat(said.getFormattedMessage())
          .startsWith("restore 0190a1b2 is not over: nobody answers")
          .endsWith("; it is tried again");
      assertThat(said.getThrowableProxy()).isNull();
    }
  }

  @Test
  void whatNobodyExpectsIsShownWithItsTrace() {
    assertThat(said(new IllegalStateException("a defect")).getThrowableProxy()).isNotNull();
  }
}
