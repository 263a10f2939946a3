package dev.tidemark.node.cluster;

import dev.tidemark.client.api.cluster.NodeView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The times at which each node was last heard of, by the clock of this node. Clocks of other nodes
 * are not believed: a sign of life counts from when it was read. Those that were in the topic when
 * this node came are older; the broker's time stamps show by how much, once this node's own first
 * sign is read back.
 *
 * <p>A node that does not receive its own signs of life judges no other: while the brokers are
 * away, or this process was stopped, time does not advance here, and no node is removed because of
 * it.
 *
 * <p>Not thread-safe; time is a parameter.
 */
final class MemberTable {

  /** The time that a node is taken for alive after its last sign of life. */
  static final Duration LIVE = Duration.ofSeconds(10);

  /** The time that its workers are taken for alive; past that it is removed. */
  static final Duration KNOWN = Duration.ofSeconds(60);

  /** From this silence of its own on, a node takes itself for deaf. */
  static final Duration DEAF = Duration.ofSeconds(6);

  private record Member(NodeView view, long seenNanos, long stampMs, boolean loaded) {
    Member later(long nanos, long mostNanos) {
      return new Member(view, Math.min(mostNanos, seenNanos + nanos), stampMs, loaded);
    }
  }

  private final Map<String, Member> members = new HashMap<>();
  private final String self;
  private boolean loading = true;

  /**
   * Creates a table without nodes.
   *
   * @param self the id of this node
   */
  MemberTable(String self) {
    this.self = self;
  }

  /**
   * A sign of life was read.
   *
   * @param stampMs the broker's time stamp
   */
  void heard(NodeView view, long stampMs, long nowNanos) {
    if (view.id().equals(self) && !loading) {
      long deaf = nowNanos - judged(nowNanos);
      members.replaceAll((id, member) -> member.later(deaf, nowNanos));
    }
    members.put(view.id(), new Member(view, nowNanos, stampMs, loading));
  }

  /** A node has said good-bye. */
  void left(String id) {
    members.remove(id);
  }

  /**
   * This node's own first sign of life was read back: what was read before it is as old as the
   * broker's time stamps say.
   */
  void loaded(long stampMs, long nowNanos) {
    loading = false;
    members.replaceAll(
        (id, member) ->
            member.loaded()
                ? new Member(
                    member.view(), nowNanos - nanos(stampMs - member.stampMs()), stampMs, false)
                : member);
    prune(nowNanos);
  }

  /** Removes nodes whose workers are no longer taken for alive. */
  void prune(long nowNanos) {
    members.values().removeIf(member -> !isWithin(member, KNOWN, nowNanos));
  }

  /** The nodes that live, by id; also those that are leaving. */
  List<NodeView> live(long nowNanos) {
    return views(LIVE, nowNanos);
  }

  /** Returns the nodes that are not yet removed. */
  List<NodeView> known(long nowNanos) {
    return views(KNOWN, nowNanos);
  }

  /** The newest that a node has said. */
  Optional<NodeView> find(String id) {
    return Optional.ofNullable(members.get(id)).map(Member::view);
  }

  private List<NodeView> views(Duration within, long nowNanos) {
    Map<String, NodeView> views = new TreeMap<>();
    members.forEach(
        (id, member) -> {
          if (isWithin(member, within, nowNanos)) {
            views.put(id, member.view());
          }
        });
    return List.copyOf(views.values());
  }

  private boolean isWithin(Member member, Duration time, long nowNanos) {
    return judged(nowNanos) - member.seenNanos() < time.toNanos();
  }

  /** The time by which others are judged: it stops while this node is deaf. */
  private long judged(long nowNanos) {
    @Nullable Member own = members.get(self);
    return own == null || loading ? nowNanos : Math.min(nowNanos, own.seenNanos() + DEAF.toNanos());
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(Math.max(0, millis)).toNanos();
  }
}
