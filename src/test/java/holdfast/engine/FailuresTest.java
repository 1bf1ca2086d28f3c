package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import org.junit.jupiter.api.Test;

class FailuresTest {
  /** Another run's huge row may have taken it. */
  @Test
  void aBackupForWhichThereIsTooLittleMemoryIsTriedAgain() {
    Failure failure = Failures.of(new OutOfMemoryError(), FailureCode.DUMP_FAILED);

    assertThat(failure.code().mayPass()).isTrue();
    assertThat(failure.message()).contains("too little memory");
    assertThat(failure.hint()).contains("-Xmx4g");
  }

  /** It says nothing about what is stored. */
  @Test
  void aRestoreForWhichThereIsTooLittleMemoryDoesNotBlameTheBackup() {
    assertThat(Failures.of(new OutOfMemoryError(), FailureCode.OBJECT_CORRUPT).code())
        .isEqualTo(FailureCode.INTERNAL);
  }
}
