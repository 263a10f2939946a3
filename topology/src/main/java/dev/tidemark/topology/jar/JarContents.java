package dev.tidemark.topology.jar;

import dev.tidemark.topology.jar.JobJarException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The names of a jar's jobs and classes, read without loading any class and without writing
 * anything. Only the service file and the manifest are unpacked, each up to a limit.
 *
 * <p>The checks help the author of a job. They are no boundary: a job's code runs with the rights
 * of its worker, so a jar can do nothing that its code could not do.
 *
 * @param jobs the classes that the jar names as jobs, in its order
 * @param classes the full names of all classes
 */
record JarContents(List<String> jobs, Set<String> classes) {

  private static final List<String> ENGINE_FOLDERS = List.of("org/apache/kafka/", "org/rocksdb/");
  private static final Pattern VERSION_FOLDERS =
      Pattern.compile("^(?:META-INF/versions/\\d+/)+", Pattern.CASE_INSENSITIVE);
  private static final Pattern CLASS_NAME =
      Pattern.compile(
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
  private static final int SHOWN_CHARS_MAX = 100;
  private static final int CLASS_NAME_CHARS_MAX = 500;
  private static final String CLASS_SUFFIX = ".class";
  private static final int MANIFEST_BYTES_MAX = 1 << 20;

  JarContents {
    jobs = List.copyOf(jobs);
    classes = Set.copyOf(classes);
  }

  static JarContents read(Path path, JobJarLimits limits) {
    requireFile(path, limits);
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return new Reading(path, limits, zip).contents();
    } catch (IOException e) {
      throw new JobJarException(
          Reason.NOT_A_JAR,
          "'%s' is not a jar, or not a whole one: %s".formatted(path, JobFactory.oneLine(e)),
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

  private static JobJarException tooLarge(Path path, String what) {
    return new JobJarException(
        Reason.LIMIT_EXCEEDED, "'%s' %s".formatted(path, what), "pack only what the job needs");
  }

  /** A name from the jar, fit for an error message. */
  private static String shown(String name) {
    String printable = UNPRINTABLE.matcher(name).replaceAll("?");
    return printable.length() > SHOWN_CHARS_MAX
        ? "'" + printable.substring(0, SHOWN_CHARS_MAX) + "...'"
        : "'" + printable + "'";
  }

  /** One pass over one jar. */
  private static final class Reading {
    private final Path path;
    private final JobJarLimits limits;
    private final ZipFile zip;
    private final Set<String> classes = new HashSet<>();
    private List<String> jobs = List.of();

    private Reading(Path path, JobJarLimits limits, ZipFile zip) {
      this.path = path;
      this.limits = limits;
      this.zip = zip;
    }

    private JarContents contents() throws IOException {
      if (zip.size() > limits.entriesMax()) {
        throw tooLarge(path, "has more than %,d entries".formatted(limits.entriesMax()));
      }
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = VERSION_FOLDERS.matcher(entry.getName()).replaceFirst("");
        if (name.endsWith(CLASS_SUFFIX)) {
          addClass(name);
        } else if (entry.getName().equals(JobJar.SERVICE_FILE)) {
          jobs = jobs(bytes(entry, limits.serviceFileBytesMax(), "job names"));
        } else if (entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
          requireNoClassPath(entry, bytes(entry, MANIFEST_BYTES_MAX, "manifest"));
        }
      }
      return new JarContents(jobs, classes);
    }

    private void addClass(String name) {
      if (ENGINE_FOLDERS.stream().anyMatch(name::startsWith)) {
        throw new JobJarException(
            Reason.FORBIDDEN_CLASSES,
            "'%s' holds classes of the engine: %s".formatted(path, shown(name)),
            "mark Tidemark and Kafka as 'provided' in the job's build, so that they are not packed");
      }
      classes.add(name.substring(0, name.length() - CLASS_SUFFIX.length()).replace('/', '.'));
    }

    /** The stated size of an entry is not trusted: reading stops one byte after the limit. */
    private byte[] bytes(ZipEntry entry, int bytesMax, String what) throws IOException {
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) {
          throw tooLarge(path, "has more than %,d bytes of %s".formatted(bytesMax, what));
        }
        return bytes;
      }
    }

    private List<String> jobs(byte[] file) {
      List<String> names =
          new String(file, StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .distinct()
              .toList();
      for (String name : names) {
        if (name.length() > CLASS_NAME_CHARS_MAX || !CLASS_NAME.matcher(name).matches()) {
          throw new JobJarException(
              Reason.NO_JOB,
              "'%s' names a job that is not a class name: %s".formatted(path, shown(name)),
              "write one full class name a line into " + JobJar.SERVICE_FILE);
        }
      }
      return names;
    }

    /** A worker's class loader would look for the other jars beside the node's copy of this one. */
    private void requireNoClassPath(ZipEntry entry, byte[] file) throws IOException {
      Manifest manifest = new Manifest(new ByteArrayInputStream(file));
      if (manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH)) {
        throw new JobJarException(
            Reason.UNSAFE_ENTRY,
            "'%s' is refused: entry %s has a Class-Path, which sends class loaders to other jars"
                .formatted(path, shown(entry.getName())),
            "pack the libraries into the jar, and leave Class-Path out of its manifest");
      }
    }
  }
}
