package dev.tidemark.tests.base;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.dev.DevCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The broker and the schema registry that the test classes of this JVM share. They start for the
 * first class that asks and stop with the JVM. A class that needs settings of its own, or that
 * leaves killed members in groups, starts its own broker.
 */
public final class SharedCluster {

  private static @Nullable DevCluster cluster;

  private SharedCluster() {}

  /**
   * Removes the topics, the groups and the subjects that other classes have left. Call it once,
   * before all tests of a class; no other class may use the cluster meanwhile.
   *
   * @return to be closed by the caller
   */
  public static TestKafka kafka() {
    TestKafka kafka = new TestKafka(cluster().bootstrapServers());
    kafka.deleteTopics();
    kafka.deleteGroups();
    deleteSubjects();
    return kafka;
  }

  /** The address for {@code schema.registry.url}. */
  public static String registryUrl() {
    return cluster().schemaRegistryUrl();
  }

  private static synchronized DevCluster cluster() {
    if (cluster == null) {
      cluster = DevCluster.start(DevCluster.Options.defaults());
    }
    return cluster;
  }

  private static void deleteSubjects() {
    try {
      String all = Http.get(registryUrl() + "/subjects").body();
      for (String subject : new ObjectMapper().readValue(all, String[].class)) {
        String url = registryUrl() + "/subjects/" + subject;
        for (String uri : List.of(url, url + "?permanent=true")) { // the first only hides it
          Http.send(HttpRequest.newBuilder(URI.create(uri)).DELETE().build());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the registry can't be emptied", e);
    }
  }
}
