package dev.tidemark.tests.base;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sources that the tests were built from. */
public final class Repository {
  private static final Set<String> SKIPPED = Set.of("target", ".git");

  private Repository() {}

  /** Its root. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("topology"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "no sources above " + Path.of("").toAbsolutePath() + ": run the tests inside of them");
      }
      folder = parent;
    }
    return folder;
  }

  /** All sources in Java but generated ones. */
  public static List<Path> javaFiles() throws IOException {
    return files(root(), ".java");
  }

  /** Everything that is written for people in one place: README.md and docs. */
  public static List<Path> pages() throws IOException {
    Stream<Path> readme = Stream.of(root().resolve("README.md")).filter(Files::exists);
    Path docs = root().resolve("docs");
    Stream<Path> rest = Files.isDirectory(docs) ? files(docs, ".md").stream() : Stream.of();
    return Stream.concat(readme, rest).toList();
  }

  /** Returns every Markdown page of the repository, those of single modules included. */
  public static List<Path> allPages() throws IOException {
    return files(root(), ".md");
  }

  /** The only folder of this name below another. */
  public static Path folder(String below, String name) throws IOException {
    try (Stream<Path> all = Files.walk(root().resolve(below))) {
      return all.filter(path -> Files.isDirectory(path) && path.endsWith(name))
          .reduce(
              (one, other) -> {
                throw new IllegalStateException("two folders: " + one + " and " + other);
              })
          .orElseThrow();
    }
  }

  public static List<Path> files(Path folder, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
            // What is built changes while one looks: other tests write their reports there.
            boolean skipped =
                !below.equals(folder) && SKIPPED.contains(below.getFileName().toString());
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(suffix)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }
}
