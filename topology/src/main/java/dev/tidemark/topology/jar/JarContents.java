package dev.tidemark.topology.jar;

import dev.tidemark.topology.jar.JobJarException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * What a jar holds, read and checked without loading any class of it and without writing anything.
 * Every entry is unpacked to nowhere: sizes that are stated are not believed. Jars inside the jar
 * are not opened, as no class loader would.
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
  private static final int CLASS_NAME_MAX = 500;
  private static final String CLASS_SUFFIX = ".class";
  private static final String INDEX = "META-INF/INDEX.LIST";
  private static final int MANIFEST_BYTES_MAX = 1 << 20;

  JarContents {
    jobs = List.copyOf(jobs);
    classes = Set.copyOf(classes);
  }

  static JarContents read(Path path, JobJarLimits limits) {
    requireFile(path, limits);
    try (FileChannel file = FileChannel.open(path)) {
      return new Reading(path, limits, new ZipBytes(file)).contents();
    } catch (ZipDirectory.TooLarge e) {
      throw tooLarge(path, String.valueOf(e.getMessage()));
    } catch (IOException e) {
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

  private static JobJarException tooLarge(Path path, String what) {
    return new JobJarException(
        Reason.LIMIT_EXCEEDED, "'%s' %s".formatted(path, what), "pack only what the job needs");
  }

  private static JobJarException unsafe(Path path, String entry, String what) {
    return new JobJarException(
        Reason.UNSAFE_ENTRY,
        "'%s' is refused: entry %s %s".formatted(path, EntryNames.shown(entry), what),
        "build the jar with Maven, Gradle or the jar tool, and leave that entry out");
  }

  /** One pass over one jar. */
  private static final class Reading {
    private final Path path;
    private final JobJarLimits limits;
    private final ZipBytes bytes;
    private final Set<String> classes = new HashSet<>();
    private List<String> jobs = List.of();
    private long unpackedBytes;

    private Reading(Path path, JobJarLimits limits, ZipBytes bytes) {
      this.path = path;
      this.limits = limits;
      this.bytes = bytes;
    }

    private JarContents contents() throws IOException {
      List<PackedEntry> entries = new ZipDirectory(bytes).entries(limits.entriesMax());
      EntryNames names = new EntryNames();
      for (PackedEntry entry : entries) {
        names.fault(entry.name()).ifPresent(what -> refuse(entry, what));
        requireHarmless(entry);
      }
      try (EntryReader reader = new EntryReader(bytes)) {
        requireApart(entries, reader);
        for (PackedEntry entry : entries) {
          read(entry, reader);
        }
      }
      return new JarContents(jobs, classes);
    }

    private void refuse(PackedEntry entry, String what) {
      throw unsafe(path, entry.name(), what);
    }

    private void requireHarmless(PackedEntry entry) {
      if (entry.isFolder() && entry.unpacked() > 0) {
        throw unsafe(path, entry.name(), "is a folder with content");
      }
      if (entry.isSpecialFile()) {
        throw unsafe(path, entry.name(), "is a link or a device, not a file");
      }
      if (entry.name().equalsIgnoreCase(INDEX)) {
        throw unsafe(path, entry.name(), "sends class loaders to other jars");
      }
      String name = VERSION_FOLDERS.matcher(entry.name()).replaceFirst("");
      if (!name.endsWith(CLASS_SUFFIX)) {
        return;
      }
      if (ENGINE_FOLDERS.stream().anyMatch(name::startsWith)) {
        throw new JobJarException(
            Reason.FORBIDDEN_CLASSES,
            "'%s' holds classes of the engine: %s".formatted(path, name),
            "mark Tidemark and Kafka as 'provided' in the job's build, so that they are not packed");
      }
      classes.add(name.substring(0, name.length() - CLASS_SUFFIX.length()).replace('/', '.'));
    }

    /** Entries that share bytes unpack to far more than the file has. */
    private static void requireApart(List<PackedEntry> entries, EntryReader reader)
        throws IOException {
      List<PackedEntry> ordered =
          entries.stream().sorted(Comparator.comparingLong(PackedEntry::header)).toList();
      long end = 0;
      for (PackedEntry entry : ordered) {
        if (entry.header() < end) {
          throw new IOException(
              "entry " + EntryNames.shown(entry.name()) + " shares its bytes with another one");
        }
        end = reader.endOf(entry);
      }
    }

    private void read(PackedEntry entry, EntryReader reader) throws IOException {
      boolean services = entry.name().equals(JobJar.SERVICE_FILE);
      boolean manifest = entry.name().equalsIgnoreCase(JarFile.MANIFEST_NAME);
      int keep = 0;
      if (services) {
        keep = limits.serviceFileBytesMax() + 1;
      } else if (manifest) {
        keep = MANIFEST_BYTES_MAX + 1;
      }
      byte[] beginning = reader.read(entry, keep, (count, packed) -> watch(entry, count, packed));
      unpackedBytes += entry.unpacked();
      if (services) {
        jobs = jobs(beginning);
      } else if (manifest) {
        requireNoOtherJars(entry, beginning);
      }
    }

    private void watch(PackedEntry entry, long count, long packed) {
      if (unpackedBytes + count > limits.unpackedBytesMax()) {
        throw tooLarge(path, "unpacks to more than %,d bytes".formatted(limits.unpackedBytesMax()));
      }
      if (count > limits.ratioFreeBytes() && count / packed >= limits.ratioMax()) {
        throw tooLarge(
            path,
            "holds entry %s, which unpacks to more than %,d times its size"
                .formatted(EntryNames.shown(entry.name()), limits.ratioMax()));
      }
    }

    private List<String> jobs(byte[] file) {
      if (file.length > limits.serviceFileBytesMax()) {
        throw tooLarge(
            path, "has more than %,d bytes of job names".formatted(limits.serviceFileBytesMax()));
      }
      List<String> names =
          new String(file, StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .distinct()
              .toList();
      for (String name : names) {
        if (name.length() > CLASS_NAME_MAX || !CLASS_NAME.matcher(name).matches()) {
          throw new JobJarException(
              Reason.NO_JOB,
              "'%s' names a job that is no class name: %s".formatted(path, EntryNames.shown(name)),
              "write one full class name a line into " + JobJar.SERVICE_FILE);
        }
      }
      return names;
    }

    private void requireNoOtherJars(PackedEntry entry, byte[] file) throws IOException {
      if (file.length > MANIFEST_BYTES_MAX) {
        throw tooLarge(path, "has a manifest of more than %,d bytes".formatted(MANIFEST_BYTES_MAX));
      }
      Manifest manifest = new Manifest(new ByteArrayInputStream(file));
      if (manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH)) {
        throw new JobJarException(
            Reason.UNSAFE_ENTRY,
            "'%s' is refused: entry %s has a Class-Path, which sends class loaders to other jars"
                .formatted(path, EntryNames.shown(entry.name())),
            "pack the libraries into the jar, and leave Class-Path out of its manifest");
      }
    }
  }
}
