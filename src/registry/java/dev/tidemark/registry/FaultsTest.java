package dev.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.registry.SubjectRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each client makes of addresses that don't answer as they should. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
final class FaultsTest {
  private static final String[] QUICK = {
    "schema.registry.connect.timeout.ms", "400", "schema.registry.request.timeout.ms", "400"
  };

  static Stream<Arguments> clientsAndFaults() {
    return Stream.of(Fault.values())
        .flatMap(fault -> Stream.of(Client.values()).map(client -> Arguments.of(client, fault)));
  }

  private static Outcome ask(Client client, String url, String... more) {
    try (SubjectRegistry registry = client.open(url, more)) {
      return Outcome.of(() -> registry.schemaById(1));
    }
  }

  private static FaultyServer good() throws IOException {
    return new FaultyServer(FaultyServer.whole(200, Fault.Bodies.GOOD));
  }

  @ParameterizedTest
  @MethodSource("clientsAndFaults")
  void shouldMakeOfAFaultWhatIsExpected(Client client, Fault fault) throws IOException {
    try (FaultyServer server = new FaultyServer(fault.behaviour())) {
      assertThat(ask(client, server.url(), QUICK)).isEqualTo(fault.alone(client));
    }
  }

  /** Confluent's client begins with any address, so the two have to do the same. */
  @ParameterizedTest
  @MethodSource("clientsAndFaults")
  void shouldAskAnotherAddressWhereThatMayHelp(Client client, Fault fault) throws IOException {
    try (FaultyServer one = new FaultyServer(fault.behaviour());
        FaultyServer another = new FaultyServer(fault.behaviour())) {
      ask(client, one.url() + "," + another.url(), QUICK);

      assertThat(!one.requests().isEmpty() && !another.requests().isEmpty())
          .isEqualTo(fault.asksNext(client));
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void shouldFindTheSchemaAtTheNextAddressWhereItAsks(Fault fault) throws IOException {
    try (FaultyServer server = new FaultyServer(fault.behaviour());
        FaultyServer good = good()) {
      Outcome outcome = ask(Client.OURS, server.url() + "," + good.url(), QUICK);

      assertThat(outcome)
          .isEqualTo(fault.asksNext(Client.OURS) ? Outcome.FOUND : fault.alone(Client.OURS));
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void shouldGoToTheNextAddressWhereNobodyListens(Client client) throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "http://localhost:" + socket.getLocalPort();
    }
    try (FaultyServer good = good()) {
      assertThat(ask(client, nobody, QUICK)).isEqualTo(Outcome.UNAVAILABLE);
      assertThat(ask(client, nobody + "," + good.url(), QUICK)).isEqualTo(Outcome.FOUND);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void shouldSendItsCredentials(Client client) throws IOException {
    Map<String, String[]> expected =
        Map.of(
            "Basic YWxpY2U6c2VjcmV0",
            new String[] {
              "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "alice:secret"
            },
            "Bearer t0ken",
            new String[] {
              "bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"
            });
    for (Map.Entry<String, String[]> entry : expected.entrySet()) {
      try (FaultyServer server = good()) {
        assertThat(ask(client, server.url(), entry.getValue())).isEqualTo(Outcome.FOUND);

        assertThat(server.requests())
            .extracting(request -> request.header("Authorization"))
            .containsExactly(entry.getKey());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void shouldNotGoWhereARedirectLeads(Client client) throws IOException {
    try (FaultyServer other = good();
        FaultyServer server =
            new FaultyServer(
                FaultyServer.whole(302, "", "Location: " + other.url() + "/schemas/ids/1"))) {
      ask(client, server.url());

      assertThat(other.requests()).hasSize(Difference.FOLLOWS_REDIRECTS.concerns(client) ? 1 : 0);
    }
  }
}
