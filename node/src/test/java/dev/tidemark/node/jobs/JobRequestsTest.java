package dev.tidemark.node.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestsTest {

  private static final String JAR = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @ValueSource(strings = {"", "Revenue", "a.b", "a/b", "..", "a b", "ä", "a\n", "%2e%2e"})
  void shouldRefuseWhatCanNotNameAJob(String name) {
    refused(() -> JobRequests.name(name));
  }

  @Test
  void shouldBoundTheLengthOfANameByItsCharacters() {
    assertThat(JobRequests.name("a".repeat(64))).hasSize(64);
    refused(() -> JobRequests.name("a".repeat(65)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "../../etc/passwd"})
  void shouldRefuseWhatIsNoHash(String jar) {
    refused(() -> JobRequests.jar(jar));
    refused(() -> JobRequests.jar(JAR.toUpperCase(java.util.Locale.ROOT)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 256, 0, 200",
    "65, 256, 0, 200",
    "1, 63, 0, 200",
    "1, 65537, 0, 200",
    "1, 256, -1, 200",
    "1, 256, 1001, 200",
    "1, 256, 0, 9",
    "1, 256, 0, 60001"
  })
  void shouldRefuseSettingsOutOfRange(int threads, int memory, int workers, long commit) {
    refused(
        () ->
            JobRequests.check(
                request(Map.of(), new JobSettings(threads, memory, workers, commit, Map.of()))));
  }

  @Test
  void shouldAcceptTheEndsOfEveryRange() {
    assertThatCode(
            () -> {
              JobRequests.check(request(null, new JobSettings(1, 64, 0, 10, Map.of())));
              JobRequests.check(
                  request(null, new JobSettings(64, 65_536, 1_000, 60_000, Map.of())));
              JobRequests.check(request(Map.of("a", "b".repeat(10_000)), null));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void shouldBoundParameters() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i <= JobRequests.PARAMETERS_MAX; i++) {
      many.put("p" + i, "v");
    }
    refused(() -> JobRequests.check(request(many, null)));
    refused(() -> JobRequests.check(request(Map.of("", "v"), null)));
    refused(() -> JobRequests.check(request(Map.of("p", "v".repeat(10_001)), null)));
  }

  private static JobRequest request(
      @Nullable Map<String, String> parameters, @Nullable JobSettings settings) {
    return new JobRequest("revenue", JAR, null, parameters, settings, null, null);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(400));
  }
}
