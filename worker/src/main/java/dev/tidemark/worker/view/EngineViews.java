package dev.tidemark.worker.view;

import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.ExceptionView;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.RunScope;
import dev.tidemark.client.api.job.TaskView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.client.api.replay.ReplayPlanView;
import dev.tidemark.runtime.base.FailureRecord;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.TaskStatus;
import dev.tidemark.runtime.query.QueryAnswer;
import dev.tidemark.runtime.query.StoreInfo;
import dev.tidemark.runtime.replay.ReplayPlan;
import dev.tidemark.runtime.replay.ReplayPoint;
import dev.tidemark.topology.plan.upgrade.Upgrade;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.progress.ReplayScope;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Conversions between values of the engine and records of the REST API. */
public final class EngineViews {
  private EngineViews() {}

  /** Converts a task. */
  public static TaskView task(TaskStatus task) {
    return new TaskView(task.id(), task.partitions(), word(task.state()), task.restoreRemaining());
  }

  /**
   * Converts a failure.
   *
   * @param mask hides the secrets in a text
   */
  public static ExceptionView exception(FailureRecord failure, UnaryOperator<String> mask) {
    return new ExceptionView(
        failure.at(),
        failure.thread(),
        failure.count(),
        mask.apply(failure.summary()),
        mask.apply(failure.stackTrace()));
  }

  /** Converts the description of a store. */
  public static StoreView store(StoreInfo store) {
    return new StoreView(store.name(), word(store.content()), store.of(), store.keyType());
  }

  /** Converts one value of a store. */
  public static StoreAnswer.Entry entry(QueryAnswer.Entry entry) {
    return new StoreAnswer.Entry(
        entry.windowStart(), entry.windowEnd(), entry.count(), entry.value());
  }

  /** Converts the comparison of two plans of a job. */
  public static UpgradeView upgrade(String job, Upgrade upgrade) {
    return new UpgradeView(
        job,
        verdict(upgrade.verdict()),
        upgrade.changes().stream().map(EngineViews::change).toList());
  }

  /** Converts the scope of a run to what the cluster stores. */
  public static RunScope scope(ReplayScope scope) {
    return Json.mapper().convertValue(scope, RunScope.class);
  }

  /**
   * Converts the stored scope of a run to the engine's.
   *
   * @param scope null for a plain run
   */
  public static ReplayScope scope(@Nullable RunScope scope) {
    return scope == null ? ReplayScope.NONE : Json.mapper().convertValue(scope, ReplayScope.class);
  }

  /** Converts the requested start of a replay; its fields were checked before. */
  public static ReplayPoint point(ReplayFrom from) {
    return switch (from.kind()) {
      case EARLIEST -> new ReplayPoint.Earliest();
      case LATEST -> new ReplayPoint.Latest();
      case DATETIME -> new ReplayPoint.At(Objects.requireNonNull(from.at()));
      case OFFSET -> new ReplayPoint.Offset(Objects.requireNonNull(from.offset()));
      case SHIFT -> new ReplayPoint.Shift(Objects.requireNonNull(from.offset()));
      case OFFSETS -> new ReplayPoint.Offsets(Objects.requireNonNull(from.offsets()));
    };
  }

  /** Converts a partition of a planned replay. */
  public static ReplayPlanView.Partition partition(ReplayPlan.Partition partition) {
    return new ReplayPlanView.Partition(
        partition.topic(),
        partition.partition(),
        partition.table() ? "table" : "stream",
        partition.current(),
        partition.from(),
        partition.to(),
        partition.records());
  }

  /**
   * Converts the setting whether schemas are registered.
   *
   * @param register null for never
   */
  public static Registration registration(@Nullable Registering register) {
    return register == null ? Registration.NEVER : Registration.valueOf(register.name());
  }

  private static UpgradeView.Change change(PlanChange change) {
    return new UpgradeView.Change(
        verdict(change.verdict()), change.where(), change.what(), change.reason(), change.remedy());
  }

  private static UpgradeView.Verdict verdict(PlanChange.Verdict verdict) {
    return UpgradeView.Verdict.valueOf(verdict.name());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
