package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.node.config.NodeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void shouldTakeAFormThatCurlSends() throws Exception {
    Path jar = jar(2_900_000);

    String answer =
        curl("-F", "note=hello", "-F", "jarfile=@" + jar + ";filename=../../etc/x", url("/jars"));

    assertThat(answer).contains(Hashes.sha256(Files.readAllBytes(jar))).endsWith(" 201");
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
  void shouldTakeAPartThatHoldsWhatLooksLikeABoundary() {
    byte[] content = "PK\r\n--bound\r\n--boundar\r\n\r\n--\r\n".getBytes(StandardCharsets.US_ASCII);

    HttpResponse<String> answer = form("boundary", part("jarfile", content, "boundary"));

    assertThat(answer.body()).contains(Hashes.sha256(content));
  }

  @Test
  void shouldFindTheDelimiterWhereverTheBytesAreCut() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      byte[] content = new byte[random.nextInt(140_000)];
      random.nextBytes(content);
      byte[] form =
          join("--b\r\nContent-Disposition: form-data; name=jarfile\r\n\r\n", content, "\r\n--b--");

      InputStream jar =
          MultipartJar.open(new Dribble(form, random), "multipart/form-data; boundary=b");

      assertThat(jar.readAllBytes()).as("seed %d round %d", SEED, round).isEqualTo(content);
    }
  }

  @Test
  void shouldRefuseFormsWithoutAJar() {
    assertRefused(
        form(
            "b",
            join(
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n",
                new byte[9],
                "\r\n--b--\r\n")),
        400,
        "no field 'jarfile'");
    assertRefused(
        form(
            "b",
            join(
                "--b\r\nContent-Disposition: form-data; name=\"jarfile\"\r\n\r\n",
                new byte[9],
                "")),
        400,
        "ended before its end");
    assertRefused(form("b", new byte[0]), 400, "ended before its end");
    assertRefused(
        form("b", join("--b\r\nX: " + "y".repeat(9000), new byte[0], "\r\n\r\n")),
        400,
        "too large headers");
    var noBoundary =
        served
            .request("/jars")
            .header("Content-Type", "multipart/form-data")
            .POST(BodyPublishers.ofString("x"));
    assertRefused(Served.send(noBoundary), 400, "no boundary");
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
    assertRefused(served.json("POST", "/jars", "{}"), 415, "curl -F");
  }

  @Test
  void shouldRefuseAFormThatAnotherWebSiteSends() {
    for (String site : List.of("cross-site", "same-site")) {
      var form =
          served
              .request("/jars")
              .header("Content-Type", "multipart/form-data; boundary=b")
              .header("Sec-Fetch-Site", site)
              .POST(BodyPublishers.ofByteArray(part("jarfile", new byte[9], "b")));
      assertRefused(Served.send(form), 403, "another web site");
    }
    assertThat(served.service.asked).isEmpty();
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

  private static HttpResponse<String> form(String boundary, byte[] body) {
    return Served.send(
        served
            .request("/jars")
            .header("Content-Type", "multipart/form-data; boundary=\"" + boundary + "\"")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] part(String name, byte[] content, String boundary) {
    String head =
        "preamble\r\n--"
            + boundary
            + "\r\nContent-Disposition: form-data; filename=\"a;b\"; name=\""
            + name
            + "\"\r\nContent-Type: application/zip\r\n\r\n";
    return join(head, content, "\r\n--" + boundary + "--\r\nepilogue");
  }

  private static byte[] join(String head, byte[] content, String tail) {
    byte[] before = head.getBytes(StandardCharsets.US_ASCII);
    byte[] after = tail.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[before.length + content.length + after.length];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(content, 0, all, before.length, content.length);
    System.arraycopy(after, 0, all, before.length + content.length, after.length);
    return all;
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

  /** Bytes that come in pieces of random sizes. */
  private static final class Dribble extends InputStream {
    private final byte[] bytes;
    private final Random random;
    private int at;

    Dribble(byte[] bytes, Random random) {
      this.bytes = bytes;
      this.random = random;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int taken = Math.min(Math.min(length, bytes.length - at), 1 + random.nextInt(30_000));
      System.arraycopy(bytes, at, into, offset, taken);
      at += taken;
      return taken;
    }
  }
}
