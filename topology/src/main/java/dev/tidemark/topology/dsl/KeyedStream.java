package dev.tidemark.topology.dsl;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.aggregation.SessionWindow;
import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.DeclaredSettings.Unfinished;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.OnError;
import java.util.Objects;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose elements are grouped by a key. A window must follow.
 *
 * @param <K> the keys
 * @param <T> the elements
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class KeyedStream<K, T> {
  private final PlanBuilder builder;
  private final Stream<T> input;
  private final Type<K> keyType;
  private final Function<Object, Object> key;

  KeyedStream(Stream<T> input, Type<K> keyType, Function<Object, Object> key) {
    this.builder = input.draft();
    this.input = input;
    this.keyType = keyType;
    this.key = key;
    builder.begun(this, new Unfinished(tip(), "keyBy after " + Names.stated(tip()), "window"));
  }

  /**
   * Collects the elements of each key in tumbling windows.
   *
   * @param name names the window, its state and its exchange; {@code [a-z0-9-]{1,64}}, unique in
   *     the job
   * @param windows their size and lateness
   */
  public WindowedStream<K, T, TimeWindow<K>> window(String name, TumblingWindows windows) {
    Objects.requireNonNull(windows, () -> "window " + name + ": the windows are null");
    return windowed(name, windows.spec(builder, "window " + name), windows.lateness());
  }

  /**
   * Collects the elements of each key in sessions.
   *
   * @param name names the window, its state and its exchange; {@code [a-z0-9-]{1,64}}, unique in
   *     the job
   * @param windows their gap and lateness
   */
  public WindowedStream<K, T, SessionWindow<K>> window(String name, SessionWindows windows) {
    Objects.requireNonNull(windows, () -> "window " + name + ": the windows are null");
    return windowed(name, windows.spec(builder, "window " + name), windows.lateness());
  }

  private <W> WindowedStream<K, T, W> windowed(String name, WindowSpec spec, LatePolicy lateness) {
    builder.finished(this);
    return new WindowedStream<>(builder, this, name, spec, lateness);
  }

  String tip() {
    return input.tip();
  }

  @Nullable OnError policy() {
    return input.policy();
  }

  Type<K> keyType() {
    return keyType;
  }

  Function<Object, Object> key() {
    return key;
  }
}
