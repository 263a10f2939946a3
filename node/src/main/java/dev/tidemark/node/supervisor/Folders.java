package dev.tidemark.node.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folders of a node's workers. Only the node's own user can read them. */
final class Folders {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}(\\.replay)?");
  private static final Pattern RUN = Pattern.compile(".*\\.r([1-9][0-9]{0,8})");

  private final Path dataDir;

  Folders(Path dataDir) {
    this.dataDir = dataDir.toAbsolutePath();
  }

  /** Returns the folder of the local state of one run, the same for every worker of it. */
  Path state(String job, int run) {
    return stateOf(job).resolve(checked(job) + ".r" + run);
  }

  /** Returns the folder of the local state of all runs of a job. */
  Path stateOf(String job) {
    return dataDir.resolve("state").resolve(checked(job));
  }

  /** Returns the folders of the local state of all runs of a job, by number. */
  SortedMap<Integer, Path> runs(String job) {
    SortedMap<Integer, Path> runs = new TreeMap<>();
    for (Path folder : entries(stateOf(job))) {
      Matcher name = RUN.matcher(String.valueOf(folder.getFileName()));
      if (name.matches()) {
        runs.put(Integer.parseInt(name.group(1)), folder);
      }
    }
    return runs;
  }

  /**
   * Returns the file that the job's worker holds locked. Not below its state, which may be removed.
   */
  Path lock(String job) {
    return dataDir.resolve("run").resolve(checked(job) + ".lock");
  }

  /** Returns the file that names the process of the job's worker. */
  Path pid(String job) {
    return dataDir.resolve("run").resolve(checked(job) + ".pid");
  }

  Path pids() {
    return dataDir.resolve("run");
  }

  Path log(String job) {
    return dataDir.resolve("logs").resolve(checked(job) + ".log");
  }

  /**
   * Returns the folder of temporary files of the job's worker; empty when it starts, removed when
   * it has ended.
   */
  Path temporary(String job) {
    return temporaries().resolve(checked(job));
  }

  Path temporaries() {
    return dataDir.resolve("tmp").resolve("workers");
  }

  Path plannerTemporaries() {
    return dataDir.resolve("tmp").resolve("planners");
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Creates a folder and missing parents. */
  static Path create(Path folder) {
    try {
      return Files.createDirectories(folder, forOwnerAlone(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("folder '" + folder + "' can't be created", e);
    }
  }

  /** Removes a file or folder with its contents; follows no link. */
  static void remove(Path path) {
    try {
      Files.walkFileTree(path, new Removal());
    } catch (NoSuchFileException e) {
      return; // already removed
    } catch (IOException e) {
      throw new UncheckedIOException("'" + path + "' can't be removed", e);
    }
  }

  /** Returns the contents of a folder; empty if it does not exist. */
  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("folder '" + folder + "' can't be read", e);
    }
  }

  private static String checked(String job) {
    if (!isId(job)) {
      throw new IllegalArgumentException("this is no name of a job: '" + job + "'");
    }
    return job;
  }

  private static FileAttribute<?>[] forOwnerAlone(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
