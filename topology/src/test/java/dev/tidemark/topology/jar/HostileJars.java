package dev.tidemark.topology.jar;

import dev.tidemark.topology.jar.JobJarException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Jars that somebody made to do harm, or that came to harm on their way. */
final class HostileJars {
  static final Consumer<RawZip.Entry> HONEST = entry -> {};
  private static final byte[] TEXT = "content of some length".getBytes(StandardCharsets.UTF_8);
  private static final int LINK = 0120777;
  private static final int DEVICE = 0020666;
  private static final int PIPE = 0010666;

  private HostileJars() {}

  /** A jar, and why it is refused. */
  record Hostile(String what, Reason reason, String words, Supplier<byte[]> bytes) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** All of them, each with a way of its own. */
  static Stream<Hostile> all() {
    return Stream.of(names(), files(), structures(), contents(), limits(), classes(), pointers())
        .flatMap(List::stream);
  }

  private static List<Hostile> names() {
    return List.of(
        name("../evil.class", "leads elsewhere"),
        name("a/../../evil.class", "leads elsewhere"),
        name("a/..", "leads elsewhere"),
        name("./evil.class", "leads elsewhere"),
        name("a//evil.class", "leads elsewhere"),
        name("", "leads elsewhere"),
        name("/", "leads elsewhere"),
        name("/etc/passwd", "absolute"),
        name("C:/evil.class", "absolute"),
        name("c:evil.class", "absolute"),
        name("\\\\host\\share", "backslash"),
        name("..\\evil.class", "backslash"),
        name("evil.class\0.txt", "unprintable"),
        name("two\nlines", "unprintable"),
        name("right\u202eto left", "unprintable"),
        name("a".repeat(1_001), "1000 characters"),
        broken(
            "a name that is not UTF-8",
            "not UTF-8",
            zip ->
                zip.stored(
                    "x",
                    TEXT,
                    entry -> {
                      entry.name = new byte[] {(byte) 0xC0, (byte) 0xAE};
                      entry.localName = entry.name;
                    })),
        unsafe("a file twice", "is there twice", zip -> zip.file("a").file("b").file("a")),
        unsafe(
            "a file that is a folder",
            "is there twice",
            zip -> zip.file("a").stored("a/", new byte[0], HONEST)));
  }

  private static List<Hostile> files() {
    return List.of(
        unsafe(
            "a link",
            "a link",
            zip -> zip.stored("lib", "/etc".getBytes(StandardCharsets.UTF_8), mode(LINK))),
        unsafe(
            "a device", "a link or a device", zip -> zip.stored("null", new byte[0], mode(DEVICE))),
        unsafe("a pipe", "a link or a device", zip -> zip.stored("pipe", new byte[0], mode(PIPE))),
        unsafe(
            "a folder with content", "folder with content", zip -> zip.stored("a/", TEXT, HONEST)));
  }

  private static List<Hostile> structures() {
    return List.of(
        new Hostile("nothing", Reason.NOT_A_JAR, "start with an entry", () -> new byte[0]),
        new Hostile(
            "no zip",
            Reason.NOT_A_JAR,
            "start with an entry",
            () -> "#!/bin/sh\nrm -rf /\n".repeat(9).getBytes(StandardCharsets.UTF_8)),
        new Hostile(
            "a directory of nothing",
            Reason.NOT_A_JAR,
            "start with an entry",
            () -> new RawZip().bytes()),
        new Hostile(
            "half of a jar",
            Reason.NOT_A_JAR,
            "no directory",
            () -> cut(honest(), honest().length / 2)),
        new Hostile(
            "a jar without its last byte",
            Reason.NOT_A_JAR,
            "no directory",
            () -> cut(honest(), honest().length - 1)),
        new Hostile("a hole", Reason.NOT_A_JAR, "a", () -> holed(honest())),
        broken(
            "a script before it",
            "start with an entry",
            zip ->
                zip.file("a").with(z -> z.prefix = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))),
        broken(
            "something behind its end",
            "behind its end",
            zip -> zip.file("a").with(z -> z.suffix = TEXT)),
        broken(
            "another jar in its comment",
            "not where it says",
            zip -> zip.file("a").with(z -> z.comment = new RawZip().file("evil").bytes())),
        broken("several disks", "several disks", zip -> zip.file("a").with(z -> z.disk = 1)),
        broken(
            "fewer entries than it has",
            "2 entries where it says 1",
            zip -> zip.file("a").file("b").with(z -> z.moreEntries = -1)),
        broken(
            "more entries than it has",
            "2 entries where it says 9",
            zip -> zip.file("a").file("b").with(z -> z.moreEntries = 7)),
        broken(
            "a directory elsewhere",
            "not where it says",
            zip -> zip.file("a").with(z -> z.moreOffset = 5)),
        broken(
            "a directory beyond the end",
            "not where it says",
            zip -> zip.file("a").with(z -> z.moreOffset = 1 << 30)),
        broken(
            "a gap behind the directory",
            "not where it says",
            zip -> zip.file("a").with(z -> z.beforeEnd = TEXT)),
        broken(
            "a zip64 locator",
            "zip64",
            zip ->
                zip.file("a")
                    .with(
                        z ->
                            z.beforeEnd =
                                new byte[] {
                                  'P', 'K', 6, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0
                                })),
        broken(
            "zip64 sizes",
            "zip64",
            zip -> zip.stored("a", TEXT, entry -> entry.statedSize = 0xFFFFFFFFL)),
        broken(
            "a zip64 field",
            "zip64",
            zip ->
                zip.stored("a", TEXT, entry -> entry.extra = new byte[] {1, 0, 4, 0, 9, 9, 9, 9})),
        broken(
            "an entry in the directory",
            "not where its directory says",
            zip -> zip.stored("a", TEXT, entry -> entry.moreOffset = 500)),
        broken(
            "two entries in one place",
            "shares its bytes",
            zip -> zip.file("a").stored("b", TEXT, entry -> entry.moreOffset = -38)),
        broken("entries that overlap", "shares its bytes", HostileJars::overlapping));
  }

  private static List<Hostile> contents() {
    return List.of(
        broken(
            "another name in the local header",
            "another name",
            zip ->
                zip.stored(
                    "good",
                    TEXT,
                    entry -> entry.localName = "evil".getBytes(StandardCharsets.UTF_8))),
        broken(
            "another method in the local header",
            "contradicts",
            zip -> zip.stored("a", TEXT, entry -> entry.localMethod = 8)),
        broken(
            "another size in the local header",
            "contradicts",
            zip -> zip.deflated("a", TEXT, entry -> entry.localSize = 5)),
        broken(
            "sizes that follow, in one place only",
            "contradicts",
            zip -> zip.deflated("a", TEXT, entry -> entry.localFlags = 8)),
        broken(
            "an encrypted entry",
            "encrypted",
            zip ->
                zip.deflated(
                    "a",
                    TEXT,
                    entry -> {
                      entry.flags = 1;
                      entry.localFlags = 1;
                    })),
        broken(
            "a size that is too small",
            "not what the directory says",
            zip ->
                zip.deflated(
                    "a",
                    new byte[5_000],
                    entry -> {
                      entry.statedSize = 10;
                      entry.localSize = 10;
                    })),
        broken(
            "a size that is too large",
            "not what the directory says",
            zip ->
                zip.deflated(
                    "a",
                    TEXT,
                    entry -> {
                      entry.statedSize = 1_000;
                      entry.localSize = 1_000;
                    })),
        broken(
            "a wrong checksum",
            "not what the directory says",
            zip ->
                zip.deflated(
                    "a",
                    TEXT,
                    entry -> {
                      entry.statedCrc = 1;
                      entry.flags = 8;
                      entry.localFlags = 8;
                    })),
        broken(
            "another way of packing",
            "packed in a way",
            zip ->
                zip.stored(
                    "a",
                    TEXT,
                    entry -> {
                      entry.method = 12;
                      entry.localMethod = 12;
                    })),
        broken(
            "stored bytes of two sizes",
            "packed in a way",
            zip ->
                zip.stored(
                    "a",
                    TEXT,
                    entry -> {
                      entry.statedSize = 9;
                      entry.localSize = 9;
                    })),
        broken(
            "bytes that can't be unpacked",
            "can't be unpacked",
            zip ->
                zip.stored(
                    "a",
                    noise(500),
                    entry -> {
                      entry.method = 8;
                      entry.localMethod = 8;
                    })),
        broken(
            "packed bytes that end too early",
            "ends too early",
            zip ->
                zip.deflated(
                    "a",
                    noise(500),
                    entry -> {
                      entry.statedPacked = 100;
                      entry.flags = 8;
                      entry.localFlags = 8;
                    })),
        broken(
            "bytes that reach into the directory",
            "not where its directory says",
            zip -> zip.deflated("a", TEXT, entry -> entry.statedPacked = entry.data.length + 4)),
        broken(
            "something behind packed bytes",
            "behind its content",
            zip ->
                zip.stored(
                    "a",
                    followed(RawZip.deflate(TEXT), TEXT),
                    entry -> {
                      entry.method = 8;
                      entry.localMethod = 8;
                      entry.flags = 8;
                      entry.localFlags = 8;
                    })));
  }

  private static List<Hostile> limits() {
    return List.of(
        tooLarge("a bomb", "more than 100 times its size", zip -> zip.zeros("bomb", 64)),
        tooLarge(
            "a bomb that denies it",
            "more than 100 times its size",
            zip -> zip.zeros("bomb", 64).with(HostileJars::deny)),
        tooLarge(
            "many job names",
            "65,536 bytes of job names",
            zip -> zip.deflated(JobJar.SERVICE_FILE, names(70_000), HONEST)),
        tooLarge(
            "a large manifest",
            "manifest",
            zip -> zip.deflated(JarFile.MANIFEST_NAME, names(2 << 20), HONEST)),
        tooLarge(
            "a large directory",
            "directory of more than",
            zip -> {
              IntStream.range(0, 300)
                  .forEach(
                      n ->
                          zip.stored(
                              "f" + n,
                              new byte[0],
                              entry -> entry.entryComment = new byte[60_000]));
              return zip;
            }),
        tooLarge(
            "too many entries",
            "65,000 entries",
            zip -> {
              IntStream.range(0, 65_001).forEach(n -> zip.stored("f" + n, new byte[0], HONEST));
              return zip;
            }));
  }

  private static List<Hostile> classes() {
    return List.of(
        forbidden("org/apache/kafka/clients/Metadata.class"),
        forbidden("org/rocksdb/RocksDB.class"),
        forbidden("META-INF/versions/9/org/apache/kafka/streams/KafkaStreams.class"),
        forbidden("meta-inf/VERSIONS/21/org/rocksdb/RocksDB.class"),
        forbidden("META-INF/versions/9/META-INF/versions/11/org/rocksdb/RocksDB.class"));
  }

  private static List<Hostile> pointers() {
    return List.of(
        unsafe(
            "a class path",
            "Class-Path",
            zip ->
                zip.deflated(
                    JarFile.MANIFEST_NAME,
                    "Manifest-Version: 1.0\nClass-Path: file:///tmp/evil.jar\n"
                        .getBytes(StandardCharsets.UTF_8),
                    HONEST)),
        unsafe("an index", "other jars", zip -> zip.file("META-INF/INDEX.LIST")),
        service("a job with a path", "../../evil"),
        service("a job with a colour", "evil.\u001b[31mJob"),
        service("a job with markup", "<script>alert(1)</script>"),
        service("a job without an end", "a".repeat(600)));
  }

  private static Hostile name(String name, String words) {
    return unsafe(
        "the name '" + name.substring(0, Math.min(20, name.length())) + "'",
        words,
        zip -> zip.file(name));
  }

  private static Hostile unsafe(String what, String words, UnaryOperator<RawZip> made) {
    return new Hostile(
        what, Reason.UNSAFE_ENTRY, words, () -> made.apply(new RawZip().file("first")).bytes());
  }

  private static Hostile broken(String what, String words, UnaryOperator<RawZip> made) {
    return new Hostile(what, Reason.NOT_A_JAR, words, () -> made.apply(new RawZip()).bytes());
  }

  private static Hostile tooLarge(String what, String words, UnaryOperator<RawZip> made) {
    return new Hostile(what, Reason.LIMIT_EXCEEDED, words, () -> made.apply(new RawZip()).bytes());
  }

  private static Hostile forbidden(String entry) {
    return new Hostile(
        entry,
        Reason.FORBIDDEN_CLASSES,
        "classes of the engine",
        () -> new RawZip().file(entry).bytes());
  }

  private static Hostile service(String what, String line) {
    return new Hostile(
        what,
        Reason.NO_JOB,
        "no class name",
        () ->
            new RawZip()
                .deflated(JobJar.SERVICE_FILE, line.getBytes(StandardCharsets.UTF_8), HONEST)
                .bytes());
  }

  static Consumer<RawZip.Entry> mode(int mode) {
    return entry -> entry.mode = mode;
  }

  static byte[] honest() {
    return new RawZip()
        .deflated(JobJar.SERVICE_FILE, "some.Job".getBytes(StandardCharsets.UTF_8), HONEST)
        .file("some/Job.class")
        .stored("some/data", TEXT, HONEST)
        .bytes();
  }

  /** The second entry lies within the bytes of the first one. */
  private static RawZip overlapping(RawZip zip) {
    byte[] inner = new RawZip().stored("b", TEXT, HONEST).bytes();
    return zip.stored("a", inner, HONEST)
        .stored("b", TEXT, entry -> entry.moreOffset = -inner.length);
  }

  /** States that all entries are small, as the local header of a stream may. */
  static void deny(RawZip zip) {
    zip.entries()
        .forEach(
            entry -> {
              entry.statedSize = 10;
              entry.localSize = 10;
            });
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] holed(byte[] bytes) {
    byte[] holed = bytes.clone();
    Arrays.fill(holed, 60, 120, (byte) 0);
    return holed;
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(7).nextBytes(noise);
    noise[0] = 7; // a block of a kind that deflate does not have
    return noise;
  }

  private static byte[] followed(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] names(int length) {
    return "a.Job\n".repeat(length / 6 + 1).getBytes(StandardCharsets.UTF_8);
  }
}
