package dev.tidemark.topology.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJarException.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.jar.JarFile;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import samplejobs.AbstractJob;
import samplejobs.FailingJob;
import samplejobs.FirstJob;
import samplejobs.NoJob;
import samplejobs.PrivateJob;
import samplejobs.SecondJob;

class JobJarTest {
  @TempDir Path folder = Path.of("");

  @Test
  void shouldCreateTheOnlyJobInAClassLoaderOfItsOwn() {
    Path path = new JarBuilder().withJob(FirstJob.class).write(folder.resolve("job.jar"));

    try (JobJar jar = JobJar.open(path)) {
      StreamJob job = jar.job();

      assertThat(jar.jobs()).containsExactly(FirstJob.class.getName());
      assertThat(job.name()).isEqualTo("first-job");
      assertThat(job.getClass()).isNotSameAs(FirstJob.class);
    }
  }

  @Test
  void shouldListJobsWithoutCommentsBlankLinesAndRepetitions() {
    String first = FirstJob.class.getName();
    Path path =
        new JarBuilder()
            .withJobs("# jobs", "", first + " # the first", first)
            .write(folder.resolve("job.jar"));

    try (JobJar jar = JobJar.open(path)) {
      assertThat(jar.jobs()).containsExactly(first);
    }
  }

  @Test
  void shouldCreateTheChosenJobByItsFullOrSimpleName() {
    try (JobJar jar = JobJar.open(twoJobs())) {
      assertThat(jar.job(SecondJob.class.getName()).name()).isEqualTo("second-job");
      assertThat(jar.job("SecondJob").name()).isEqualTo("second-job");
    }
  }

  @Test
  void shouldCreateAChosenJobThatTheJarDoesNotName() {
    Path path = new JarBuilder().withClass(FirstJob.class).write(folder.resolve("job.jar"));

    try (JobJar jar = JobJar.open(path)) {
      assertThat(jar.job(FirstJob.class.getName()).name()).isEqualTo("first-job");
    }
  }

  @Test
  void shouldAskWhichOfSeveralJobsIsMeant() {
    try (JobJar jar = JobJar.open(twoJobs())) {
      JobJarException e = refused(Reason.SEVERAL_JOBS, jar::job);

      assertThat(e).hasMessageContaining("samplejobs.FirstJob, samplejobs.SecondJob");
      assertThat(e.hint()).contains("-c samplejobs.FirstJob");
    }
  }

  @Test
  void shouldNameTheJobsThatThereAreWhenTheChosenOneIsMissing() {
    try (JobJar jar = JobJar.open(twoJobs())) {
      JobJarException e = refused(Reason.CLASS_NOT_FOUND, () -> jar.job("samplejobs.ThirdJob"));

      assertThat(e.hint()).contains("samplejobs.FirstJob, samplejobs.SecondJob");
    }
  }

  @Test
  void shouldSayHowToNameAJobWhenNoneIsNamed() {
    Path path = new JarBuilder().withClass(FirstJob.class).write(folder.resolve("job.jar"));

    try (JobJar jar = JobJar.open(path)) {
      assertThat(refused(Reason.NO_JOB, jar::job).hint()).contains(JobJar.SERVICE_FILE);
    }
  }

  @Test
  void shouldListJobsWithoutLoadingAClass() {
    Path path =
        new JarBuilder()
            .withEntry("samplejobs/FirstJob.class", "no class".getBytes(StandardCharsets.UTF_8))
            .withJobs(FirstJob.class.getName())
            .write(folder.resolve("job.jar"));

    assertThat(JobJar.inspect(path)).containsExactly(FirstJob.class.getName());
  }

  @Test
  void shouldRefuseAFileThatIsNotThere() {
    refused(Reason.NO_SUCH_FILE, () -> JobJar.open(folder.resolve("missing.jar")));
  }

  @Test
  void shouldRefuseAFolder() {
    refused(Reason.NOT_A_JAR, () -> JobJar.open(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "no jar at all, whatever its name says"})
  void shouldRefuseAFileThatIsNoJar(String content) throws IOException {
    Path path = Files.writeString(folder.resolve("job.jar"), content);

    refused(Reason.NOT_A_JAR, () -> JobJar.open(path));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.99})
  void shouldRefuseAJarThatWasCutOff(double part) throws IOException {
    byte[] whole = Files.readAllBytes(twoJobs());
    Path path = folder.resolve("half.jar");
    Files.write(path, Arrays.copyOf(whole, (int) (whole.length * part)));

    JobJarException e = refused(Reason.NOT_A_JAR, () -> JobJar.open(path));

    assertThat(e).hasMessageContaining("not a jar, or not a whole one");
    assertThat(e.hint()).contains("copied as a whole");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/kafka/clients/Metadata.class",
        "org/rocksdb/RocksDB.class",
        "META-INF/versions/17/org/apache/kafka/streams/KafkaStreams.class",
        "meta-inf/VERSIONS/21/org/rocksdb/RocksDB.class",
        "META-INF/versions/9/META-INF/versions/11/org/rocksdb/RocksDB.class",
        "org/apache/kafka/two\nlines\u001b[31m.class"
      })
  void shouldRefuseClassesOfTheEngine(String entry) {
    Path path =
        new JarBuilder()
            .withJob(FirstJob.class)
            .withEntry(entry, new byte[4])
            .write(folder.resolve("job.jar"));

    JobJarException e = refused(Reason.FORBIDDEN_CLASSES, () -> JobJar.open(path));

    assertThat(e).hasMessageContaining("classes of the engine");
    assertThat(e.hint()).contains("'provided'");
  }

  @Test
  void shouldIgnoreClassesOfTheEngineWhereNoClassLoaderLooks() {
    Path path =
        new JarBuilder()
            .withJob(FirstJob.class)
            .withEntry("BOOT-INF/classes/org/apache/kafka/A.class", new byte[4])
            .withEntry("lib/kafka-clients.jar", new byte[4])
            .write(folder.resolve("job.jar"));

    assertThat(JobJar.inspect(path)).containsExactly(FirstJob.class.getName());
  }

  @ParameterizedTest
  @CsvSource({
    "file, has more than 100 bytes",
    "entries, has more than 2 entries",
    "services, has more than 10 bytes of job names"
  })
  void shouldRefuseWhatExceedsALimit(String limit, String said) {
    JobJarLimits limits =
        new JobJarLimits(
            limit.equals("file") ? 100 : 1_000_000,
            limit.equals("entries") ? 2 : 100,
            limit.equals("services") ? 10 : 1_000);

    assertThat(refused(Reason.LIMIT_EXCEEDED, () -> JobJar.open(twoJobs(), limits)))
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    JobJar.SERVICE_FILE + ", '65,536 bytes of job names'",
    JarFile.MANIFEST_NAME + ", '1,048,576 bytes of manifest'",
    "meta-inf/manifest.mf, '1,048,576 bytes of manifest'"
  })
  void shouldReadNoMoreOfAZipBombThanTheLimit(String entry, String said) {
    Path bomb =
        new JarBuilder().withEntry(entry, new byte[64 << 20]).write(folder.resolve("bomb.jar"));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();

    JobJarException e = refused(Reason.LIMIT_EXCEEDED, () -> JobJar.inspect(bomb));

    assertThat(e).hasMessageContaining(said);
    assertThat(thread.getCurrentThreadAllocatedBytes() - allocated).isLessThan(8L << 20);
    assertThat(bomb.toFile().length()).isLessThan(1L << 20);
  }

  @Test
  void shouldUnpackNothingButTheServiceFileAndTheManifest() {
    Path path =
        new JarBuilder()
            .withJob(FirstJob.class)
            .withEntry("data/zeros", new byte[64 << 20])
            .write(folder.resolve("job.jar"));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();

    assertThat(JobJar.inspect(path)).containsExactly(FirstJob.class.getName());
    assertThat(thread.getCurrentThreadAllocatedBytes() - allocated).isLessThan(8L << 20);
  }

  @Test
  void shouldRefuseAManifestWithAClassPath() {
    Path path =
        new JarBuilder()
            .withEntry(
                JarFile.MANIFEST_NAME,
                "Manifest-Version: 1.0\nClass-Path: file:///srv/other.jar\n"
                    .getBytes(StandardCharsets.UTF_8))
            .withJob(FirstJob.class)
            .write(folder.resolve("job.jar"));

    JobJarException e = refused(Reason.UNSAFE_ENTRY, () -> JobJar.open(path));

    assertThat(e).hasMessageContaining("Class-Path");
    assertThat(e.hint()).contains("pack the libraries into the jar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../evil", "evil.\u001b[31mJob", "<script>alert(1)</script>", "two names"})
  void shouldRefuseAJobThatIsNoClassName(String line) {
    Path path = new JarBuilder().withJobs(line).write(folder.resolve("job.jar"));

    assertThat(refused(Reason.NO_JOB, () -> JobJar.open(path)))
        .hasMessageContaining("not a class name");
  }

  @Test
  void shouldNotShowAllOfALongName() {
    Path path = new JarBuilder().withJobs("a".repeat(600)).write(folder.resolve("job.jar"));

    assertThat(refused(Reason.NO_JOB, () -> JobJar.open(path)).getMessage())
        .hasSizeLessThan(500)
        .contains("aaa...'");
  }

  /** Reads damaged jars: the answer is the job or a reason, never another exception. */
  @Test
  void shouldSurviveEveryWrongByte() throws IOException {
    Random random = new Random(20_260_101);
    byte[] whole =
        Files.readAllBytes(
            new JarBuilder()
                .withJobs("some.Job")
                .withEntry("some/Job.class", new byte[9])
                .withEntry(
                    JarFile.MANIFEST_NAME,
                    "Manifest-Version: 1.0\nName: a/\n\n".getBytes(StandardCharsets.UTF_8))
                .write(folder.resolve("whole.jar")));
    Path path = folder.resolve("job.jar");
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(path, bytes);
      try {
        assertThat(JobJar.inspect(path)).hasSizeLessThan(2);
      } catch (JobJarException e) {
        assertThat(e.hint()).isNotBlank();
      }
    }
  }

  @Test
  void shouldRefuseAClassThatIsNoJob() {
    refused(Reason.NOT_A_JOB, jobOf(NoJob.class));
  }

  @Test
  void shouldRefuseAnAbstractJob() {
    refused(Reason.NOT_A_JOB, jobOf(AbstractJob.class));
  }

  @Test
  void shouldRefuseAJobWithoutAPublicConstructor() {
    assertThat(refused(Reason.NOT_A_JOB, jobOf(PrivateJob.class)).hint()).contains("public");
  }

  @Test
  void shouldSayWhatAConstructorThrew() {
    assertThat(refused(Reason.CONSTRUCTOR_FAILED, jobOf(FailingJob.class)))
        .hasMessageContaining("no such colour")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNameTheJavaThatAJobNeeds() {
    Path path =
        new JarBuilder()
            .withClass(FirstJob.class, bytes -> withMajorVersion(bytes, 44 + 99))
            .withJobs(FirstJob.class.getName())
            .write(folder.resolve("job.jar"));

    try (JobJar jar = JobJar.open(path)) {
      assertThat(refused(Reason.NEWER_JAVA, jar::job)).hasMessageContaining("compiled for Java 99");
    }
  }

  @Test
  void shouldRefuseAClassThatIsBroken() {
    Path path =
        new JarBuilder()
            .withEntry("samplejobs/Broken.class", "no class".getBytes(StandardCharsets.UTF_8))
            .write(folder.resolve("job.jar"));

    try (JobJar jar = JobJar.open(path)) {
      refused(Reason.NOT_A_JOB, () -> jar.job("samplejobs.Broken"));
    }
  }

  @Test
  void shouldNameTheClassThatAJobMisses() {
    refused(Reason.CLASS_MISSING, jobOf(SecondJob.Extended.class));
  }

  @Test
  void shouldHideTheEngineButShowTheJobApi() throws Exception {
    try (JobJar jar = JobJar.open(twoJobs())) {
      ClassLoader loader = jar.job("FirstJob").getClass().getClassLoader();

      assertThat(loader.loadClass(StreamJob.class.getName())).isSameAs(StreamJob.class);
      assertThat(loader.loadClass("org.apache.avro.Schema")).isSameAs(Schema.class);
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> loader.loadClass("org.apache.kafka.streams.KafkaStreams"));
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> loader.loadClass("com.fasterxml.jackson.databind.ObjectMapper"));
    }
  }

  @Test
  void shouldLetGoOfItsClassesWhenClosed() throws Exception {
    WeakReference<ClassLoader> loader = loaderOfAClosedJar();

    for (int attempt = 0; loader.get() != null && attempt < 50; attempt++) {
      System.gc();
    }

    assertThat(loader.get()).isNull();
  }

  private WeakReference<ClassLoader> loaderOfAClosedJar() {
    try (JobJar jar = JobJar.open(twoJobs())) {
      return new WeakReference<>(jar.job("FirstJob").getClass().getClassLoader());
    }
  }

  private Path twoJobs() {
    return new JarBuilder()
        .withClass(FirstJob.class)
        .withClass(SecondJob.class)
        .withJobs(FirstJob.class.getName(), SecondJob.class.getName())
        .write(folder.resolve("two-jobs.jar"));
  }

  private Runnable jobOf(Class<?> type) {
    Path path = new JarBuilder().withJob(type).write(folder.resolve("job.jar"));
    return () -> {
      try (JobJar jar = JobJar.open(path)) {
        jar.job();
      }
    };
  }

  private static JobJarException refused(Reason reason, Runnable action) {
    JobJarException e = catchThrowableOfType(JobJarException.class, action::run);
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
    assertThat(e.hint()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
    return e;
  }

  private static byte[] withMajorVersion(byte[] classFile, int major) {
    byte[] changed = classFile.clone();
    changed[6] = (byte) (major >> 8);
    changed[7] = (byte) major;
    return changed;
  }
}
