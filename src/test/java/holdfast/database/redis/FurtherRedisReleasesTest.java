package holdfast.database.redis;

import holdfast.testing.RedisRelease;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag(UnpackedServers.FURTHER_TAG)
class FurtherRedisReleasesTest extends RedisReleases {
  @ParameterizedTest
  @CsvSource({"REDIS_6,OWN", "REDIS_6,REDIS_8", "REDIS_6,VALKEY_9", "VALKEY_8,VALKEY_9"})
  void aBackupGoesIntoANewerServer(RedisRelease from, RedisRelease to) throws Exception {
    restoreInto(from, to);
  }

  @ParameterizedTest
  @CsvSource({"OWN,REDIS_6", "VALKEY_9,VALKEY_8", "VALKEY_9,REDIS_8", "REDIS_8,VALKEY_9"})
  void aBackupThatTheTargetCannotReadTouchesNothing(RedisRelease from, RedisRelease to)
      throws Exception {
    refuseToRestoreInto(from, to);
  }

  @ParameterizedTest
  @EnumSource(names = {"REDIS_6", "VALKEY_9"})
  void theServersOwnFileCanBeImported(RedisRelease release) throws Exception {
    takesItsFile(release);
  }

  @Test
  void fieldsThatExpireMeanwhileAreNotMissed() throws Exception {
    bringsBackWhatIsLeftOfFields(RedisRelease.VALKEY_9);
  }
}
