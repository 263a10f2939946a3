package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.topology.plan.upgrade.UpgradeCheck;
import dev.tidemark.worker.view.EngineViews;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks whether a job may be replaced, and converts the verdict to API errors. */
final class Upgrades {

  private Upgrades() {}

  static UpgradeView compare(JobSpec running, PlanView candidate) {
    return EngineViews.upgrade(
        running.name(),
        UpgradeCheck.compare(
            running.plan(), running.partitions(), candidate.plan(), candidate.partitions()));
  }

  /**
   * Refuses changes that must not happen silently.
   *
   * @param from the start of a new run; null if the caller wants none
   * @throws ApiException 409 with all reasons, or 400 for a start that would be ignored
   */
  static void require(UpgradeView upgrade, @Nullable String from) {
    switch (upgrade.verdict()) {
      case REFUSED ->
          throw refused(
              upgrade,
              "upgrade_refused",
              "job '%s' can't be replaced by this".formatted(upgrade.job()),
              "see the reasons; a job of another name can run beside it");
      case NEEDS_REPLAY -> {
        if (from == null) {
          throw refused(
              upgrade,
              "upgrade_needs_replay",
              "job '%s' can't keep its state under this plan".formatted(upgrade.job()),
              "say where a new run begins (--from earliest, latest or an instant), or take back"
                  + " what differs");
        }
      }
      case IN_PLACE -> {
        if (from != null) {
          throw ApiException.of(
              400,
              "from_not_accepted",
              "job '%s' is upgraded in place and continues at its offsets; 'from' has no effect"
                  .formatted(upgrade.job()),
              "leave it out");
        }
      }
    }
  }

  private static ApiException refused(
      UpgradeView upgrade, String code, String message, String hint) {
    List<ApiError.Detail> details =
        upgrade.changes().stream()
            .filter(change -> change.verdict() != UpgradeView.Verdict.IN_PLACE)
            .map(
                change ->
                    new ApiError.Detail(
                        change.verdict().name().toLowerCase(Locale.ROOT),
                        change.where(),
                        "%s (%s)".formatted(change.what(), change.reason()),
                        change.remedy()))
            .toList();
    return new ApiException(409, new ApiError(code, message, hint, details));
  }
}
