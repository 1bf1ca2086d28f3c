package holdfast.database.redis;

import holdfast.testing.RedisRelease;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same with other servers than the machine's own. */
@Tag(UnpackedServers.FURTHER_TAG)
@ParameterizedClass
@EnumSource(names = {"REDIS_6", "VALKEY_9"})
class FurtherRedisRightsTest extends RedisRightsTest {
  private final RedisRelease release;

  FurtherRedisRightsTest(RedisRelease release) {
    this.release = release;
  }

  @Override
  RedisRelease release() {
    return release;
  }
}
