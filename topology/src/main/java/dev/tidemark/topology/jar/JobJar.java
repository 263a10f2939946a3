package dev.tidemark.topology.jar;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJarException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A jar that holds jobs. Its jobs are named in {@value #SERVICE_FILE}, one class a line. They are
 * loaded in a class loader of their own: the job's classes and the libraries packed with it come
 * from the jar, the job API ({@code dev.tidemark.topology}, {@code dev.tidemark.serde}, {@code
 * org.apache.avro}, {@code org.slf4j}) and the Java platform from the engine; nothing else of the
 * engine is visible to a job.
 *
 * <p>Keep it open as long as the job is in use; {@link #close} lets the class loader be collected.
 * Thread-safe.
 */
public final class JobJar implements AutoCloseable {

  /** The file in the jar that names its jobs. */
  public static final String SERVICE_FILE = "META-INF/services/dev.tidemark.topology.dsl.StreamJob";

  private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
  private static final int JAVA_0_CLASS_FILE_VERSION = 44;

  private final Path path;
  private final JarContents contents;
  private final URLClassLoader loader;

  private JobJar(Path path, JarContents contents, URLClassLoader loader) {
    this.path = path;
    this.contents = contents;
    this.loader = loader;
  }

  /**
   * Opens a jar with the default limits.
   *
   * @throws JobJarException when the file is missing, is not a jar, is too large, holds classes of
   *     the engine, or refers to other jars
   */
  public static JobJar open(Path path) {
    return open(path, JobJarLimits.DEFAULT);
  }

  /**
   * Opens a jar.
   *
   * @throws JobJarException when the file is missing, is not a jar, exceeds the limits, holds
   *     classes of the engine, or refers to other jars
   */
  public static JobJar open(Path path, JobJarLimits limits) {
    JarContents contents = JarContents.read(path, limits);
    ClassLoader api = new ApiClassLoader(JobJar.class.getClassLoader());
    return new JobJar(path, contents, new URLClassLoader("job", new URL[] {url(path)}, api));
  }

  /**
   * Checks a jar with the default limits and lists its jobs, without loading a class of it and
   * without writing anything.
   *
   * @return the classes of the jobs, in the order in which the jar names them; empty if it names
   *     none
   * @throws JobJarException as {@link #open(Path)} does
   */
  public static List<String> inspect(Path path) {
    return inspect(path, JobJarLimits.DEFAULT);
  }

  /**
   * {@link #inspect(Path)} with other limits.
   *
   * @throws JobJarException as {@link #open(Path, JobJarLimits)} does
   */
  public static List<String> inspect(Path path, JobJarLimits limits) {
    return JarContents.read(path, limits).jobs();
  }

  /** The classes of the jobs, in the order in which the jar names them. */
  public List<String> jobs() {
    return contents.jobs();
  }

  /**
   * Creates the only job of the jar.
   *
   * @throws JobJarException when there is none or more than one, or when it can't be created
   */
  public StreamJob job() {
    if (jobs().isEmpty()) {
      throw noJob();
    }
    if (jobs().size() > 1) {
      throw new JobJarException(
          Reason.SEVERAL_JOBS,
          "'%s' holds %d jobs: %s".formatted(path, jobs().size(), String.join(", ", jobs())),
          "choose one with -c, e.g. -c " + jobs().get(0));
    }
    return create(jobs().get(0));
  }

  /**
   * Creates the job of a class.
   *
   * @param className the full name of a class in the jar, listed as a job or not; or the simple
   *     name of a listed one
   * @throws JobJarException when there is no such class, or when it is not a job or can't be
   *     created
   */
  public StreamJob job(String className) {
    List<String> bySimpleName =
        jobs().stream().filter(job -> simpleName(job).equals(className)).toList();
    return create(
        bySimpleName.size() == 1 && !contents.holds(className) ? bySimpleName.get(0) : className);
  }

  /** Closes the jar; classes that were not loaded before can't be loaded any more. */
  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't close '" + path + "'", e);
    }
  }

  private StreamJob create(String className) {
    if (!contents.holds(className)) {
      throw classNotFound(className);
    }
    try {
      return JobFactory.create(loader.loadClass(className), path);
    } catch (ClassNotFoundException e) {
      throw classNotFound(className);
    } catch (UnsupportedClassVersionError e) {
      throw newerJava(className, e);
    } catch (NoClassDefFoundError e) {
      throw JobFactory.classMissing(className, path, e);
    } catch (LinkageError e) {
      throw new JobJarException(
          Reason.NOT_A_JOB,
          "'%s' in '%s' can't be loaded: %s".formatted(className, path, JobFactory.oneLine(e)),
          "compile the job against this version of Tidemark and pack it again",
          e);
    }
  }

  private JobJarException newerJava(String className, UnsupportedClassVersionError error) {
    int running = Runtime.version().feature();
    return new JobJarException(
        Reason.NEWER_JAVA,
        "'%s' in '%s' was compiled for %s, this is Java %d"
            .formatted(className, path, javaOf(error), running),
        "run Tidemark with that Java, or compile the job with --release " + running,
        error);
  }

  /** The Java that a class file wants, of a message such as "... (class file version 65.0) ...". */
  private static String javaOf(UnsupportedClassVersionError error) {
    Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(error.getMessage()));
    return version.find()
        ? "Java " + (Integer.parseInt(version.group(1)) - JAVA_0_CLASS_FILE_VERSION)
        : "a newer Java";
  }

  private JobJarException noJob() {
    return new JobJarException(
        Reason.NO_JOB,
        "there is no job in '" + path + "'",
        "name its StreamJob class in " + SERVICE_FILE + ", or choose one with -c");
  }

  private JobJarException classNotFound(String className) {
    String hint =
        Optional.of(jobs())
            .filter(jobs -> !jobs.isEmpty())
            .map(jobs -> jobs.stream().collect(Collectors.joining(", ", "jobs in this jar: ", "")))
            .orElse("give the full name of a StreamJob class that is in the jar");
    return new JobJarException(
        Reason.CLASS_NOT_FOUND, "there is no class '%s' in '%s'".formatted(className, path), hint);
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
