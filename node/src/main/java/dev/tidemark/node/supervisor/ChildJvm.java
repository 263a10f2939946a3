package dev.tidemark.node.supervisor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The start of a JVM for code of a job: with this JVM's Java and class path, bounded memory and
 * only a few variables of this process's environment. All other data goes through its standard
 * input.
 *
 * @param main the full name of the class
 * @param heapMb of its heap, in MiB
 * @param options further options of the JVM
 * @param temporary its folder for temporary files, and where it runs; an existing one
 */
record ChildJvm(String main, int heapMb, List<String> options, Path temporary) {
  private static final int SMALL_HEAP_MB = 512;
  private static final int DIRECT_MB_MIN = 64;
  private static final int METASPACE_MB = 256;
  private static final int CODE_MB = 96;

  /** The system property with further options of the JVMs; the operator can set it, a job can't. */
  private static final String OPTIONS_PROPERTY = "tidemark.worker.jvm.options";

  private static final List<String> ENVIRONMENT = List.of("PATH", "LANG", "TZ");

  /** The log format of user code and the engine: the node puts the time before each line. */
  static final List<String> LOGGING =
      Stream.of(
              "defaultLogLevel=info",
              "log.org.apache.kafka=warn",
              // advice about defaults, twice per start
              "log.org.apache.kafka.streams.StreamsConfig=error",
              // each attempt during an outage, for hours
              "log.org.apache.kafka.clients.NetworkClient=error",
              "showDateTime=false",
              "showThreadName=false",
              "levelInBrackets=true")
          .map(setting -> "-Dorg.slf4j.simpleLogger." + setting)
          .toList();

  /**
   * Starts the JVM. The options go through a file, since class paths are long and any user of the
   * machine can read a command line.
   *
   * @param arguments of its main method; not for secrets
   */
  Process start(List<String> arguments) throws IOException {
    Path file = temporary.resolve("java.options");
    Files.write(file, allOptions().stream().map(ChildJvm::quoted).toList());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + file);
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !ENVIRONMENT.contains(name) && !name.startsWith("LC_"));
    environment.put("TMPDIR", temporary.toString());
    return builder.start();
  }

  List<String> allOptions() {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-cp", absoluteClassPath()));
    all.addAll(
        List.of(
            "-Xms" + Math.min(heapMb, 16) + "m",
            "-Xmx" + heapMb + "m",
            "-XX:MaxDirectMemorySize=" + Math.max(DIRECT_MB_MIN, heapMb / 8) + "m",
            "-XX:MaxMetaspaceSize=" + METASPACE_MB + "m",
            "-XX:ReservedCodeCacheSize=" + CODE_MB + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStderr",
            "-XX:-UsePerfData", // its files outlive a process that is killed
            "-Xshare:auto",
            "-Djdk.serialFilter=!*",
            "-Djava.io.tmpdir=" + temporary));
    if (heapMb <= SMALL_HEAP_MB) {
      all.addAll(List.of("-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30"));
    }
    all.addAll(nativeCodeOptions(Runtime.version().feature()));
    all.addAll(options);
    all.addAll(stated(System.getProperty(OPTIONS_PROPERTY, "")));
    return all;
  }

  /** Returns the options, which are separated by blanks. */
  static List<String> stated(String options) {
    return Stream.of(options.split("\\s+")).filter(option -> !option.isEmpty()).toList();
  }

  /**
   * Returns the options that allow native code: RocksDB and the compressors load it, and newer
   * versions of Java log a warning without them.
   */
  static List<String> nativeCodeOptions(int java) {
    List<String> options = new ArrayList<>();
    if (java >= 24) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    if (java >= 23) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }

  /**
   * Returns the class path with absolute paths, since the child runs in another folder, and with
   * its jars before its folders, since an archive of classes that an operator may set with {@code
   * -XX:SharedArchiveFile} holds no folders.
   */
  private static String absoluteClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .sorted(Comparator.comparing(entry -> !entry.endsWith(".jar")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String quoted(String option) {
    return '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
