package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.node.config.NodeConfig;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars on their way in, also as curl sends them. */
@Timeout(60)
class UploadsTest {
  private static final int JAR_BYTES_MAX = 3_000_000;
  private static final long SEED = 20261120;

  private static Served served;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @BeforeAll
  static void serve() {
    Served.Setup setup = new Served.Setup();
    setup.limits = new NodeConfig.Limits(JAR_BYTES_MAX, 500, 256, 1 << 20, 30);
    served = Served.start(setup);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @AfterEach
  void recover() {
    served.service.readsJars = true;
    served.service.asked.clear();
  }

  @Test
  void shouldTakeAFileThatCurlSendsAsItIs() throws Exception {
    Path jar = jar(2_900_000);

    String answer = curl("-T", jar.toString(), url("/jars/"));

    assertThat(answer).contains(Hashes.sha256(Files.readAllBytes(jar))).endsWith(" 201");
  }

  @Test
  void shouldTellCurlToGoOnWhenItWaitsForThat() throws Exception {
    Path jar = jar(2_900_000);

    String answer =
        curl("-v", "-T", jar.toString(), "-H", "Expect: 100-continue", url("/jars/x.jar"));

    assertThat(answer)
        .contains("100 Continue", Hashes.sha256(Files.readAllBytes(jar)))
        .endsWith(" 201");
  }

  @Test
  void shouldTellCurlThatAFileIsTooLargeBeforeItIsSent() throws Exception {
    Path jar = jar(JAR_BYTES_MAX + 1);

    String answer =
        curl("-v", "-T", jar.toString(), "-H", "Expect: 100-continue", url("/jars/x.jar"));

    assertThat(answer)
        .contains("\"error_code\":\"jar_too_large\"", "larger than 3000000 bytes")
        .doesNotContain("100 Continue")
        .endsWith(" 413");
    assertThat(served.service.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-H|Transfer-Encoding: chunked", "-H|Expect:"})
  void shouldTellCurlThatAFileIsTooLargeWhileItIsSent(String how) throws Exception {
    Path jar = jar(JAR_BYTES_MAX * 4);
    List<String> arguments = new ArrayList<>(List.of("-T", jar.toString(), url("/jars/x.jar")));
    arguments.addAll(List.of(how.split("\\|")));

    String answer = curl(arguments.toArray(String[]::new));

    assertThat(answer).contains("\"error_code\":\"jar_too_large\"").endsWith(" 413");
  }

  @Test
  void shouldTellCurlWhyAFileIsRefusedThatIsNotReadToItsEnd() throws Exception {
    served.service.readsJars = false;

    String answer = curl("-T", jar(2_900_000).toString(), "-H", "Expect:", url("/jars/"));

    assertThat(answer).contains("\"error_code\":\"jar_invalid\"").endsWith(" 422");
  }

  @Test
  void shouldRefuseWhatIsNoJar() {
    var text =
        served
            .request("/jars/x")
            .header("Content-Type", "text/html")
            .PUT(BodyPublishers.ofString("x"));
    assertRefused(Served.send(text), 415, "a jar is not text/html");
    var form =
        served
            .request("/jars/x")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .PUT(BodyPublishers.ofString("x"));
    assertRefused(Served.send(form), 415, "curl -T");
    assertRefused(served.json("POST", "/jars", "{}"), 405, "use GET, PUT");
  }

  @Test
  void shouldTakeNoFormThatAWebPageCouldSend() {
    var form =
        served
            .request("/jars")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(
                BodyPublishers.ofString(
                    "--b\r\nContent-Disposition: form-data; name=\"jarfile\"\r\n\r\nPK\r\n--b--\r\n"));

    assertRefused(Served.send(form), 405, "use GET, PUT");
    assertThat(served.service.asked).isEmpty();
  }

  @Test
  void shouldNotWaitForTheRestOfARefusedUpload() {
    try (RawHttp raw = served.raw()) {
      raw.send("PUT /api/v1/jars/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/html\r\n");
      long started = System.nanoTime();

      String answer = raw.send("Content-Length: 1000\r\n\r\nabc").readToEnd();

      assertThat(answer).startsWith("HTTP/1.1 415 ").contains("a jar is not text/html");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void shouldNoticeThatAClientGoesAwayInTheMiddle() {
    try (RawHttp raw = served.raw()) {
      raw.send("PUT /api/v1/jars/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc");
      Soon.holds(() -> served.service.asked.contains("putJar by=local"), "the upload begins");
      raw.reset();
    }
    for (int again = 0; again < 5; again++) { // its place is free again
      HttpResponse<String> answer =
          Served.send(served.request("/jars").PUT(BodyPublishers.ofByteArray(new byte[9])));
      assertThat(answer.statusCode()).isEqualTo(201);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + served.port() + "/api/v1" + path;
  }

  private Path jar(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(SEED).nextBytes(content);
    return Files.write(folder.resolve("job.jar"), content);
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String said) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(said);
  }

  /** Output and errors of curl, and the status at the end. */
  private static String curl(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("curl", "-sS", "-m", "20", "-w", " %{http_code}"));
    command.addAll(List.of(arguments));
    Process curl;
    try {
      curl = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("there is no curl here");
      throw e;
    }
    String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(curl.exitValue()).as(said).isZero();
    return said;
  }
}
