package dev.tidemark.topology.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.tidemark.topology.jar.JobJarException.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jars that somebody made to do harm, or that came to harm on their way. */
class HostileJarsTest {
  @TempDir Path folder = Path.of("");

  static Stream<HostileJars.Hostile> jars() {
    return HostileJars.all();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void shouldRefuse(HostileJars.Hostile hostile) throws IOException {
    Path jar = Files.write(folder.resolve("job.jar"), hostile.bytes().get());

    for (Consumer<Path> way : List.<Consumer<Path>>of(JobJar::inspect, JobJar::open)) {
      JobJarException e = catchThrowableOfType(JobJarException.class, () -> way.accept(jar));

      assertThat(e).as(hostile.what()).isNotNull();
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(hostile.reason());
      assertThat(e.getMessage()).contains(hostile.words()).hasSizeLessThan(500);
      assertThat(e.getMessage() + e.hint()).doesNotContainPattern("\\p{Cntrl}");
      assertThat(e.hint()).isNotBlank();
    }
    try (Stream<Path> written = Files.list(folder)) {
      assertThat(written).containsExactly(jar);
    }
  }

  @Test
  void shouldKnowManyWays() {
    assertThat(jars()).hasSizeGreaterThan(60);
  }

  @Test
  @Timeout(30)
  void shouldCountWhatIsUnpackedInLittleTimeAndMemory() {
    JobJarLimits anyRatio = new JobJarLimits(256L << 20, 65_000, 1L << 30, 64 << 10, 9_999, 1);
    Path bomb =
        new RawZip().zeros("bomb", 1_130).with(HostileJars::deny).write(folder.resolve("bomb.jar"));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();

    JobJarException e =
        catchThrowableOfType(JobJarException.class, () -> JobJar.inspect(bomb, anyRatio));

    assertThat(e).hasMessageContaining("unpacks to more than 1,073,741,824 bytes");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(thread.getCurrentThreadAllocatedBytes() - allocated).isLessThan(16L << 20);
    assertThat(bomb.toFile().length()).isLessThan(2L << 20);
  }

  @Test
  void shouldAddUpWhatManyEntriesUnpackTo() {
    JobJarLimits small = new JobJarLimits(1 << 20, 100, 3 << 20, 1 << 10, 9_999, 1);
    RawZip zip = new RawZip();
    IntStream.range(0, 4).forEach(n -> zip.zeros("part" + n, 1));

    JobJarException e =
        catchThrowableOfType(
            JobJarException.class,
            () -> JobJar.inspect(zip.write(folder.resolve("job.jar")), small));

    assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void shouldTakeWhatOnlyLooksOdd() {
    byte[] bomb = new RawZip().zeros("bomb", 64).bytes();
    Path jar =
        new RawZip()
            .deflated(
                JobJar.SERVICE_FILE,
                "some.Job".getBytes(StandardCharsets.UTF_8),
                HostileJars.HONEST)
            .deflated(
                "lib/kafka-clients.jar",
                new RawZip().file("org/apache/kafka/A.class").bytes(),
                HostileJars.HONEST)
            .stored("lib/bomb.zip", bomb, HostileJars.HONEST) // never opened
            .file("BOOT-INF/classes/org/apache/kafka/A.class") // where no class loader looks
            .stored("docs/", new byte[0], HostileJars.mode(040755))
            .stored("docs/", new byte[0], HostileJars.mode(0177777)) // merged, by an old archiver
            .deflated("f\u00fcnf ..txt", new byte[9 << 20], HostileJars.mode(0100644))
            .with(zip -> zip.comment = "made by hand".getBytes(StandardCharsets.UTF_8))
            .write(folder.resolve("job.jar"));

    assertThat(JobJar.inspect(jar)).containsExactly("some.Job");
    try (JobJar opened = JobJar.open(jar)) {
      assertThat(opened.jobs()).containsExactly("some.Job");
    }
  }

  /** Whatever bytes are wrong: an answer or a reason, never anything else. */
  @Test
  void shouldSurviveEveryWrongByte() throws IOException {
    Random random = new Random(20_260_101);
    byte[] whole = HostileJars.honest();
    Path jar = folder.resolve("job.jar");
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(jar, bytes);
      try {
        assertThat(JobJar.inspect(jar)).hasSizeLessThan(2);
      } catch (JobJarException e) {
        assertThat(e.hint()).isNotBlank();
      }
    }
  }
}
