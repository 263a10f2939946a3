package dev.tidemark.topology.dsl;

import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it is read from its topic.
 *
 * @param <T> the events
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class SourceStream<T> extends Stream<T> {

  SourceStream(PlanBuilder builder, String tip, @Nullable OnError policy) {
    super(builder, tip, policy);
  }

  /**
   * Sets the handling of events that can't be read or have no event time, and of elements that a
   * following step can't process; see {@link Stream#onError}.
   */
  @Override
  public SourceStream<T> onError(ErrorPolicy errors) {
    Node.Source source = (Node.Source) draft().node(tip());
    Objects.requireNonNull(errors, "onError of stream " + source.topic() + ": the policy is null");
    return new SourceStream<>(draft(), tip(), draft().policyOfSource(source, errors));
  }

  /**
   * States when events happened, and how far out of order they may come. Needed wherever a window
   * follows; once for each topic.
   *
   * <pre>{@code
   * .eventTime(Order::getCreatedAt, outOfOrderBy(ofSeconds(10)).idleAfter(ofMinutes(1)))
   * }</pre>
   *
   * @param extractor the event time of an event; if it returns {@code null} or throws, the event is
   *     a dead letter
   * @param outOfOrderness how the events of one partition may stray from the order of their event
   *     times
   */
  public Stream<T> eventTime(
      Function<? super T, Instant> extractor, OutOfOrderness outOfOrderness) {
    Node.Source source = (Node.Source) draft().node(tip());
    String where = "stream " + source.topic();
    Objects.requireNonNull(extractor, where + ": the extractor of the event time is null");
    Objects.requireNonNull(outOfOrderness, where + ": the disorder is null");
    if (source.eventTime().isPresent()) {
      draft()
          .misused(
              new Problem(
                  Problem.Code.EVENT_TIME_STATED_TWICE,
                  where,
                  "has its event time stated twice",
                  "call eventTime once and use the stream that it returns several times"));
      return new Stream<>(draft(), tip(), policy());
    }
    EventTime eventTime =
        new EventTime(
            UncheckedFunctions.timeFunction(extractor),
            draft().stated(where, Meaning.OUT_OF_ORDERNESS, outOfOrderness.outOfOrderBy()),
            stated(where, Meaning.IDLE_AFTER, outOfOrderness.idleAfter()),
            stated(where, Meaning.MAX_AHEAD, outOfOrderness.maxAhead()));
    draft()
        .restate(
            new Node.Source(source.id(), source.topic(), source.type(), Optional.of(eventTime)));
    return new Stream<>(draft(), tip(), policy());
  }

  private OptionalLong stated(String where, Meaning meaning, Optional<Duration> duration) {
    return duration.isPresent()
        ? OptionalLong.of(draft().stated(where, meaning, duration.get()))
        : OptionalLong.empty();
  }
}
