package dev.tidemark.topology.jar;

import dev.tidemark.topology.jar.JobJarException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a jar holds, read and checked without loading any class of it.
 *
 * @param jobs the classes that the jar names as jobs, in its order
 * @param classes the full names of all classes
 */
record JarContents(List<String> jobs, Set<String> classes) {

  private static final List<String> ENGINE_FOLDERS = List.of("org/apache/kafka/", "org/rocksdb/");
  private static final Pattern VERSION_FOLDER = Pattern.compile("^META-INF/versions/\\d+/");
  private static final String CLASS_SUFFIX = ".class";

  JarContents {
    jobs = List.copyOf(jobs);
    classes = Set.copyOf(classes);
  }

  static JarContents read(Path path, JobJarLimits limits) {
    requireFile(path, limits);
    try (ZipFile zip = new ZipFile(path.toFile())) {
      Set<String> classes = classes(path, zip, limits);
      return new JarContents(jobs(path, zip, limits), classes);
    } catch (IOException | IllegalArgumentException e) { // the latter: a name that is no UTF-8
      throw new JobJarException(
          Reason.NOT_A_JAR,
          "'%s' is not a jar: %s".formatted(path, JobFactory.oneLine(e)),
          "build the job's jar again, and check that the file was copied as a whole",
          e);
    }
  }

  boolean holds(String className) {
    return classes.contains(className);
  }

  private static void requireFile(Path path, JobJarLimits limits) {
    if (!Files.exists(path)) {
      throw new JobJarException(
          Reason.NO_SUCH_FILE,
          "there is no file '" + path + "'",
          "give the path of the job's jar; has it been built?");
    }
    if (!Files.isRegularFile(path)) {
      throw new JobJarException(
          Reason.NOT_A_JAR, "'" + path + "' is not a file", "give the path of the job's jar");
    }
    if (!Files.isReadable(path)) {
      throw new JobJarException(
          Reason.NO_SUCH_FILE, "'" + path + "' can't be read", "check the permissions of the file");
    }
    if (path.toFile().length() > limits.fileBytesMax()) {
      throw tooLarge(path, "has more than %,d bytes".formatted(limits.fileBytesMax()));
    }
  }

  private static Set<String> classes(Path path, ZipFile zip, JobJarLimits limits) {
    if (zip.size() > limits.entriesMax()) {
      throw tooLarge(path, "has more than %,d entries".formatted(limits.entriesMax()));
    }
    Set<String> classes = new HashSet<>();
    long unpackedBytes = 0;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      unpackedBytes += Math.max(0, entry.getSize());
      if (unpackedBytes > limits.unpackedBytesMax()) {
        throw tooLarge(path, "unpacks to more than %,d bytes".formatted(limits.unpackedBytesMax()));
      }
      String name = VERSION_FOLDER.matcher(entry.getName()).replaceFirst("");
      if (name.endsWith(CLASS_SUFFIX)) {
        requireNotOfTheEngine(path, name);
        classes.add(name.substring(0, name.length() - CLASS_SUFFIX.length()).replace('/', '.'));
      }
    }
    return classes;
  }

  private static void requireNotOfTheEngine(Path path, String name) {
    for (String folder : ENGINE_FOLDERS) {
      if (name.startsWith(folder)) {
        throw new JobJarException(
            Reason.FORBIDDEN_CLASSES,
            "'%s' holds classes of the engine: %s".formatted(path, name),
            "mark Tidemark and Kafka as 'provided' in the job's build, so that they are not packed");
      }
    }
  }

  private static List<String> jobs(Path path, ZipFile zip, JobJarLimits limits) throws IOException {
    ZipEntry services = zip.getEntry(JobJar.SERVICE_FILE);
    if (services == null) {
      return List.of();
    }
    try (InputStream in = zip.getInputStream(services)) {
      byte[] bytes = in.readNBytes(limits.serviceFileBytesMax() + 1);
      if (bytes.length > limits.serviceFileBytesMax()) {
        throw tooLarge(
            path, "has more than %,d bytes of job names".formatted(limits.serviceFileBytesMax()));
      }
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }

  private static JobJarException tooLarge(Path path, String what) {
    return new JobJarException(
        Reason.LIMIT_EXCEEDED, "'%s' %s".formatted(path, what), "pack only what the job needs");
  }
}
