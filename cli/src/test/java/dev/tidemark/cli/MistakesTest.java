package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clijobs.InvalidJob;
import clijobs.SoundJob;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake: one line what, one line what to do, an exit code of its own, no stack trace. */
class MistakesTest {
  @TempDir Path folder = Path.of("");
  private String sound = "";
  private String invalid = "";

  @BeforeEach
  void packJobs() throws IOException {
    sound = pack("sound.jar", SoundJob.class, true);
    invalid = pack("invalid.jar", InvalidJob.class, true);
  }

  @Test
  void shouldSuggestTheVerbThatWasMeant() {
    assertMistake(Invocation.of("plam", "x.jar"), 2, "unknown verb 'plam'", "did you mean plan?");
  }

  @Test
  void shouldSuggestTheOptionThatWasMeant() {
    assertMistake(
        Invocation.of("plan", sound, "--clas"),
        2,
        "unknown option '--clas'",
        "did you mean --class?");
  }

  @Test
  void shouldAskForAVerb() {
    assertMistake(Invocation.of(), 2, "a verb is missing", "tidemark --help");
  }

  @Test
  void shouldAskForTheJar() {
    assertMistake(
        Invocation.of("plan"), 2, "missing required parameter: 'JAR'", "tidemark plan --help");
  }

  @Test
  void shouldRefuseAnUnknownFormat() {
    assertMistake(Invocation.of("plan", sound, "-o", "yaml"), 2, "'yaml'", "tidemark plan --help");
  }

  @Test
  void shouldRefuseAParameterWithoutValue() {
    assertMistake(
        Invocation.of("plan", sound, "-p", "size"), 2, "but was size", "tidemark plan --help");
  }

  @Test
  void shouldRefuseAParameterThatTheJobDoesNotHave() {
    assertMistake(Invocation.of("plan", sound, "-p", "sise=1h"), 2, "sise", "size");
  }

  @Test
  void shouldRefuseAParameterThatIsNoDuration() {
    assertMistake(Invocation.of("plan", sound, "-p", "size=large"), 2, "size", "");
  }

  @Test
  void shouldRefuseAMissingJar() {
    assertMistake(Invocation.of("run", "missing.jar"), 3, "no file 'missing.jar'", "");
  }

  @Test
  void shouldRefuseAFileThatIsNoJar() throws IOException {
    Path text = Files.writeString(folder.resolve("job.txt"), "no jar");

    assertMistake(Invocation.of("run", text.toString()), 3, "is not a jar", "build the job's jar");
  }

  @Test
  void shouldRefuseAJarWithoutJob() throws IOException {
    String jar = pack("unnamed.jar", SoundJob.class, false);

    assertMistake(Invocation.of("run", jar), 3, "no job in", "META-INF/services");
  }

  @Test
  void shouldRefuseAClassThatTheJarDoesNotHold() {
    assertMistake(
        Invocation.of("run", sound, "-c", "NoSuchJob"),
        3,
        "no class 'NoSuchJob'",
        "clijobs.SoundJob");
  }

  @Test
  void shouldPrintAllProblemsOfATopologyAtOnce() {
    Invocation plan = Invocation.of("plan", invalid);

    assertThat(plan.exitCode()).isEqualTo(4);
    assertThat(plan.out()).isEmpty();
    assertThat(plan.err().lines().filter(line -> line.startsWith("error: "))).hasSizeGreaterThan(1);
    assertThat(plan.err().lines()).allMatch(line -> line.matches("(error|hint): .+"));
  }

  @Test
  void shouldRefuseAConfigFileThatIsNotThere() {
    assertMistake(
        Invocation.of("ledger", sound, "--config", "none.properties"),
        2,
        "none.properties",
        "--config");
  }

  @Test
  void shouldRefuseACommitIntervalThatIsNoDuration() {
    assertMistake(
        Invocation.of("run", sound, "--commit-interval", "often"), 2, "'often'", "tidemark run");
  }

  @Test
  void shouldNameTheWordsOfAnOptionThatTakesOneOfThem() {
    for (String wrong : List.of("COMPATIBLE", "sometimes")) {
      assertMistake(
          Invocation.of("run", sound, "--register", wrong),
          2,
          "invalid value for option '--register': "
              + "expected one of [never, compatible] (case-sensitive) but was '%s'"
                  .formatted(wrong),
          "tidemark run --help");
    }
  }

  @Test
  void shouldRefuseAPortOutOfRange() {
    assertMistake(Invocation.of("dev", "--kafka-port", "70000"), 2, "70000", "1 to 65535");
  }

  @Test
  void shouldRefuseToWaitForIdlenessThatCanNotBeProved() {
    assertMistake(
        Invocation.of("run", sound, "--until-idle"), 2, "declares no idleAfter", "idleAfter");
  }

  @Test
  void shouldShowTheStackTraceOnlyWhenAsked() {
    assertThat(Invocation.of("-v", "plan", "missing.jar").err()).contains("\tat dev.tidemark.");
    assertThat(Invocation.of("plan", "missing.jar", "-v").err()).contains("\tat dev.tidemark.");
  }

  @Test
  void shouldPrintAPlanOnStdoutAlone() {
    Invocation plan = Invocation.of("plan", sound, "-p", "size=1h");

    assertThat(plan.exitCode()).isZero();
    assertThat(plan.out()).startsWith("job sound-job").contains("size = 1h");
    assertThat(plan.err()).isEmpty();
  }

  @Test
  void shouldPrintAPlanAsJson() throws IOException {
    String json = Invocation.of("plan", sound, "-o", "json").out();

    assertThat(new ObjectMapper().readTree(json).get("job").asText()).isEqualTo("sound-job");
  }

  private static void assertMistake(Invocation invocation, int exitCode, String what, String hint) {
    assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(exitCode);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.err().lines()).hasSize(2);
    assertThat(invocation.err().lines().toList().get(0)).startsWith("error: ").contains(what);
    assertThat(invocation.err().lines().toList().get(1)).startsWith("hint: ").contains(hint);
  }

  private String pack(String name, Class<?> job, boolean named) throws IOException {
    Path jar = folder.resolve(name);
    Map<String, byte[]> entries =
        Map.of(
            job.getName().replace('.', '/') + ".class",
            bytesOf(job),
            named ? "META-INF/services/dev.tidemark.topology.dsl.StreamJob" : "readme.txt",
            job.getName().getBytes(StandardCharsets.UTF_8));
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return jar.toString();
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
