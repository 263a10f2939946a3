package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes to the very standard output, past what the JVM calls so. */
public final class TalkingJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    byte[] text = new byte[Integer.parseInt(topology.parameter("bytes", "1"))];
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
