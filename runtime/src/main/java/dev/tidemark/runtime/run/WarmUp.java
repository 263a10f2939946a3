package dev.tidemark.runtime.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Materialized;

/**
 * Loads the classes that planners and workers load, and ends. A JVM that runs it with {@code
 * -XX:ArchiveClassesAtExit} writes an archive of them (JEP 350, dynamic class-data sharing), from
 * which planners and workers start with less CPU time. It needs no Kafka: its clients call a port
 * where nothing listens.
 */
public final class WarmUp {
  private static final String NOBODY = "127.0.0.1:1";
  private static final String SUFFIX = ".class";

  private WarmUp() {}

  /**
   * Loads the classes.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    json.readTree(json.writeValueAsString(Map.of("a", 1)));
    clients();
    streams();
    http();
    ownClasses();
  }

  private static void clients() {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 100,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 200))) {
      admin.describeCluster();
    }
  }

  private static void streams() throws IOException {
    Path folder = Files.createTempDirectory("tidemark-warm-up");
    StreamsBuilder builder = new StreamsBuilder();
    builder.table("in", Materialized.with(Serdes.Bytes(), Serdes.Bytes())).toStream().to("out");
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "warm-up");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
      streams.start();
      streams.close(Duration.ofSeconds(5));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private static void http() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + NOBODY + "/")).build();
    try {
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return; // as expected
    }
  }

  /** Loads the classes of all jars of Tidemark, those that a jar's manifest names included. */
  private static void ownClasses() throws IOException {
    ClassLoader loader = WarmUp.class.getClassLoader();
    for (URL manifest : Collections.list(loader.getResources(JarFile.MANIFEST_NAME))) {
      if (manifest.openConnection() instanceof JarURLConnection connection) {
        String file = connection.getJarFileURL().getPath();
        if (file.substring(file.lastIndexOf('/') + 1).startsWith("tidemark-")) {
          connection.getJarFile().stream().map(JarEntry::getName).forEach(WarmUp::load);
        }
      }
    }
  }

  private static void load(String entry) {
    if (!entry.endsWith(SUFFIX) || entry.startsWith("META-INF") || entry.contains("-info")) {
      return;
    }
    String name = entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.');
    try {
      Class.forName(name, false, WarmUp.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return; // needs what is not on this class path
    }
  }
}
