package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.node.jobs.JobRequests;
import java.util.regex.Pattern;

/** The limits on the fields of a replay request. All errors are 400. */
final class ReplayRequests {

  private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private ReplayRequests() {}

  static void check(ReplayRequest request) {
    if (request.from() == null || request.from().kind() == null) {
      throw wrong(
          "where does the replay begin?", "say so in 'from', e.g. {\"kind\": \"EARLIEST\"}");
    }
    checkFrom(request.from());
    if (request.jar() != null) {
      JobRequests.jar(request.jar());
    }
    JobRequests.jobClass(request.jobClass());
    JobRequests.parameters(request.parameters());
    if (request.suffix() != null && !SUFFIX.matcher(request.suffix()).matches()) {
      throw wrong(
          "'%s' can't end the name of a topic".formatted(request.suffix()),
          "use 1 to 100 of the characters a-z, A-Z, 0-9, '.', '_' and '-'");
    }
    if (request.mode() == ReplayMode.IN_PLACE) {
      checkInPlace(request);
    }
  }

  private static void checkInPlace(ReplayRequest request) {
    if (request.suffix() != null) {
      throw wrong(
          "a replay in place writes to the job's own topics, so it has no suffix",
          "leave it out, or replay in the shadow");
    }
    if (request.until() != null) {
      throw wrong(
          "a replay in place is the job from then on, so it has no end",
          "leave 'until' out, or replay in the shadow");
    }
  }

  private static void checkFrom(ReplayFrom from) {
    switch (from.kind()) {
      case DATETIME -> require(from.at() != null, "DATETIME", "at");
      case OFFSET -> require(from.offset() != null && from.offset() >= 0, "OFFSET", "offset");
      case SHIFT -> require(from.offset() != null, "SHIFT", "offset");
      case OFFSETS ->
          require(from.offsets() != null && !from.offsets().isEmpty(), "OFFSETS", "offsets");
      case EARLIEST, LATEST -> {}
    }
  }

  private static void require(boolean given, String kind, String field) {
    if (!given) {
      throw wrong(
          "'from' is of kind %s and has no valid '%s'".formatted(kind, field), "give it a value");
    }
  }

  private static ApiException wrong(String message, String hint) {
    return ApiException.of(400, "invalid_replay", message, hint);
  }
}
