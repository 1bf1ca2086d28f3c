package holdfast.database.redis;

import holdfast.testing.RedisRelease;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same with other servers than the machine's own. */
@Tag(UnpackedServers.TAG)
@ParameterizedClass
@EnumSource(names = {"REDIS_8", "VALKEY_8"})
class OtherRedisRightsTest extends RedisRightsTest {
  private final RedisRelease release;

  OtherRedisRightsTest(RedisRelease release) {
    this.release = release;
  }

  @Override
  RedisRelease release() {
    return release;
  }
}
