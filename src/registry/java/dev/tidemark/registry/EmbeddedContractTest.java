package dev.tidemark.registry;

import dev.tidemark.dev.EmbeddedSchemaRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Both clients against Tidemark's embedded registry. */
final class EmbeddedContractTest {
  private static EmbeddedSchemaRegistry registry;

  @BeforeAll
  static void start() {
    registry = EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private interface Embedded extends ClientContract.Whole {
    @Override
    default Registry registry() {
      return Registry.EMBEDDED;
    }

    @Override
    default String url() {
      return registry.url();
    }
  }

  @Nested
  final class OurClient implements Embedded {
    @Override
    public Client client() {
      return Client.OURS;
    }
  }

  @Nested
  final class ConfluentsClient implements Embedded {
    @Override
    public Client client() {
      return Client.CONFLUENTS;
    }
  }
}
