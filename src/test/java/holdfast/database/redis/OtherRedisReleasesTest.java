package holdfast.database.redis;

import holdfast.testing.RedisRelease;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag(UnpackedServers.TAG)
class OtherRedisReleasesTest extends RedisReleases {
  @ParameterizedTest
  @CsvSource({"OWN,REDIS_8", "OWN,VALKEY_8", "VALKEY_8,REDIS_8"})
  void aBackupGoesIntoANewerServer(RedisRelease from, RedisRelease to) throws Exception {
    restoreInto(from, to);
  }

  @ParameterizedTest
  @CsvSource({"REDIS_8,OWN", "VALKEY_8,OWN", "REDIS_8,VALKEY_8"})
  void aBackupThatTheTargetCannotReadTouchesNothing(RedisRelease from, RedisRelease to)
      throws Exception {
    refuseToRestoreInto(from, to);
  }

  @ParameterizedTest
  @EnumSource(names = {"REDIS_8", "VALKEY_8"})
  void theServersOwnFileCanBeImported(RedisRelease release) throws Exception {
    takesItsFile(release);
  }

  @Test
  void fieldsThatExpireMeanwhileAreNotMissed() throws Exception {
    bringsBackWhatIsLeftOfFields(RedisRelease.REDIS_8);
  }
}
