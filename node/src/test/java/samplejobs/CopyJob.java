package samplejobs;

import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies text in upper case; the text {@code exit} ends the JVM. */
public final class CopyJob implements StreamJob {
  private static final Logger LOG = LoggerFactory.getLogger(CopyJob.class);

  @Override
  public void define(Topology topology) {
    System.out.println("printed by the job");
    topology.stream(topology.parameter("input", "texts"), STRING)
        .map("upper", STRING, CopyJob::upper)
        .to("copies", STRING, text -> text, STRING);
  }

  private static String upper(String text) {
    LOG.info("seen {}", text);
    if (text.equals("exit")) {
      System.exit(0);
    }
    return text.toUpperCase(java.util.Locale.ROOT);
  }
}
