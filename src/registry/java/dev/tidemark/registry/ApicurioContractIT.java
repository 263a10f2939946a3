package dev.tidemark.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Both clients against a real Apicurio. */
final class ApicurioContractIT {
  private static Apicurio registry;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, InterruptedException {
    registry = Apicurio.start(folder);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    registry.close();
  }

  private interface Real extends ClientContract.Whole {
    @Override
    default Registry registry() {
      return Registry.APICURIO;
    }

    @Override
    default String url() {
      return registry.url();
    }
  }

  @Nested
  final class OurClient implements Real {
    @Override
    public Client client() {
      return Client.OURS;
    }
  }

  @Nested
  final class ConfluentsClient implements Real {
    @Override
    public Client client() {
      return Client.CONFLUENTS;
    }
  }
}
