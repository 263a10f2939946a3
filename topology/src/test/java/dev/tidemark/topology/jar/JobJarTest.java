package dev.tidemark.topology.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJarException.Reason;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void shouldRefuseAJarThatWasCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(twoJobs());
    Path path = folder.resolve("half.jar");
    Files.write(path, Arrays.copyOf(whole, whole.length / 2));

    refused(Reason.NOT_A_JAR, () -> JobJar.open(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/kafka/clients/Metadata.class",
        "org/rocksdb/RocksDB.class",
        "META-INF/versions/17/org/apache/kafka/streams/KafkaStreams.class"
      })
  void shouldRefuseClassesOfTheEngine(String entry) {
    Path path =
        new JarBuilder()
            .withJob(FirstJob.class)
            .withEntry(entry, new byte[4])
            .write(folder.resolve("job.jar"));

    JobJarException e = refused(Reason.FORBIDDEN_CLASSES, () -> JobJar.open(path));

    assertThat(e.hint()).contains("'provided'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "entries", "unpacked", "services", "ratio"})
  void shouldRefuseWhatExceedsALimit(String limit) {
    JobJarLimits limits =
        new JobJarLimits(
            limit.equals("file") ? 100 : 1_000_000,
            limit.equals("entries") ? 2 : 100,
            limit.equals("unpacked") ? 100 : 1_000_000,
            limit.equals("services") ? 10 : 1_000,
            limit.equals("ratio") ? 1 : 100,
            100);

    refused(Reason.LIMIT_EXCEEDED, () -> JobJar.open(twoJobs(), limits));
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
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.getMessage()).doesNotContain("\n");
    assertThat(e.hint()).isNotBlank().doesNotContain("\n");
    return e;
  }

  private static byte[] withMajorVersion(byte[] classFile, int major) {
    byte[] changed = classFile.clone();
    changed[6] = (byte) (major >> 8);
    changed[7] = (byte) major;
    return changed;
  }
}
