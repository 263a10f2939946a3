package dev.tidemark.dev.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dev.registry.RegistryState.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What compaction leaves of a registry's topic adds up to the state that the whole topic adds up
 * to.
 */
final class CompactionTest {
  private static final int REQUESTS = 400;

  /** Keeps the records as a topic does, in order. */
  private static final class RecordingLog implements RegistryLog {
    private final SharedState state = new SharedState();
    private final List<LogFormat.Entry> entries = new ArrayList<>();

    @Override
    public <A> A read(Function<RegistryState, A> question) {
      return state.read(question);
    }

    @Override
    public <A> A update(Function<RegistryState, Decision<A>> request) {
      Decision<A> decision = state.read(request);
      decision.events().forEach(event -> entries.add(LogFormat.encode(event)));
      state.apply(decision.events());
      return decision.answer();
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldAddUpToTheSameStateAfterCompaction(long seed) throws IOException {
    RecordingLog log = new RecordingLog();
    Router router = new WriteRoutes(log).addTo(new Router());
    new ConfigRoutes(log).addTo(router);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < REQUESTS; i++) {
      request(router, random);
    }

    RegistryState whole = replay(log.entries);
    RegistryState compacted = replay(compact(log.entries));

    assertThat(describe(whole)).isEqualTo(log.read(CompactionTest::describe));
    assertThat(describe(compacted)).isEqualTo(describe(whole));
    assertThat(log.entries).hasSizeGreaterThan(REQUESTS / 4);
  }

  private static void request(Router router, SplittableRandom random) {
    String subject = "s" + random.nextInt(4);
    String versions = "/subjects/" + subject + "/versions";
    String version = versions + "/" + (1 + random.nextInt(4));
    String permanent = random.nextBoolean() ? "permanent=true" : "";
    String schema =
        "{\"schema\":\"{\\\"type\\\":\\\"fixed\\\",\\\"name\\\":\\\"F\\\",\\\"size\\\":%d}\"}"
            .formatted(1 + random.nextInt(12));
    switch (random.nextInt(6)) {
      case 0 -> call(router, "DELETE", version, permanent, "");
      case 1 -> call(router, "DELETE", "/subjects/" + subject, permanent, "");
      case 2 -> call(router, "PUT", "/config/" + subject, "", "{\"compatibility\":\"NONE\"}");
      case 3 -> call(router, "DELETE", "/config/" + subject, "", "");
      default -> call(router, "POST", versions, "", schema);
    }
  }

  private static void call(Router router, String method, String path, String query, String body) {
    Router.Match match = router.match(method, RegistryRequest.segments(path));
    Map<String, String> parameters = RegistryRequest.parameters(query);
    try {
      RegistryRequest request = new RegistryRequest(match.variables(), parameters, body);
      assertThat(match.handler().apply(request).text()).isNotEmpty();
    } catch (RegistryException e) {
      // Refused: nothing to delete, or an incompatible schema. Nothing was written then.
      assertThat(e.status()).isBetween(400, 499);
    }
  }

  private static List<LogFormat.Entry> compact(List<LogFormat.Entry> entries) {
    Map<String, LogFormat.Entry> last = new LinkedHashMap<>();
    for (LogFormat.Entry entry : entries) {
      String key = entry.key();
      last.remove(key);
      if (entry.value() != null) {
        last.put(key, entry);
      }
    }
    return List.copyOf(last.values());
  }

  private static RegistryState replay(List<LogFormat.Entry> entries) throws IOException {
    RegistryState state = new RegistryState();
    for (LogFormat.Entry entry : entries) {
      LogFormat.decode(entry.key(), entry.value()).ifPresent(state::apply);
    }
    return state;
  }

  private static String describe(RegistryState state) {
    StringBuilder text = new StringBuilder("next id " + state.nextId() + "\n");
    for (String subject : state.subjects(Filter.ALL)) {
      text.append(subject).append(' ').append(state.levelInScope(subject));
      state.versions(subject, Filter.ALL).forEach(v -> text.append("\n  ").append(v));
      state
          .versions(subject, Filter.ALL)
          .forEach(v -> text.append("\n  id of ").append(state.idOf(v.content())));
      text.append('\n');
    }
    return text.toString();
  }
}
