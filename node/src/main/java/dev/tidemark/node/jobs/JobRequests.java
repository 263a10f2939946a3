package dev.tidemark.node.jobs;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.ReplaySpec;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits on what a request may state. All errors are 400. */
public final class JobRequests {

  /** The highest number of parameters in a request. */
  public static final int PARAMETERS_MAX = 100;

  /** The longest name of a parameter, in characters. */
  public static final int PARAMETER_NAME_CHARS_MAX = 100;

  /** The longest value of a parameter, in characters. */
  public static final int PARAMETER_CHARS_MAX = 10_000;

  private static final int KAFKA_PROPERTIES_MAX = 100;
  private static final int CLASS_CHARS_MAX = 500;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern JAR = Pattern.compile("[0-9a-f]{64}");

  private JobRequests() {}

  /** Returns whether this names a job or a node. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Checks the name of a job. */
  public static String name(@Nullable String name) {
    if (name == null || !isName(name)) {
      throw ApiException.of(
          400,
          "invalid_name",
          "'%s' can't name a job".formatted(shortened(name)),
          "use 1 to 64 of the characters a-z, 0-9 and '-'");
    }
    return name;
  }

  /** Checks the name of a job, or of the replay beside it, which can be looked at like a job. */
  public static String readable(String name) {
    name(ReplaySpec.jobOf(name));
    return name;
  }

  /** Checks the id of a jar. */
  public static String jar(@Nullable String id) {
    if (id == null || !JAR.matcher(id).matches()) {
      throw ApiException.of(
          400,
          "invalid_jar_id",
          "'%s' is no id of a jar".formatted(shortened(id)),
          "give the SHA-256 that the upload answered: 64 hexadecimal digits in lower case");
    }
    return id;
  }

  /** Checks everything in a request but its name, which may be the job's own. */
  public static void check(JobRequest request) {
    jar(request.jar());
    jobClass(request.jobClass());
    parameters(request.parameters());
    if (request.settings() != null) {
      settings(request.settings());
    }
  }

  /** Checks the name of a class. */
  public static void jobClass(@Nullable String jobClass) {
    if (jobClass != null && (jobClass.isBlank() || jobClass.length() > CLASS_CHARS_MAX)) {
      throw ApiException.of(
          400,
          "invalid_class",
          "'%s' can't name a class".formatted(shortened(jobClass)),
          "give its full or its simple name, or none if the jar has one job only");
    }
  }

  /** Checks how many parameters there are, and how long. */
  public static void parameters(@Nullable Map<String, String> parameters) {
    if (parameters == null) {
      return;
    }
    if (parameters.size() > PARAMETERS_MAX) {
      throw ApiException.of(
          400,
          "too_many_parameters",
          "the request has %d parameters".formatted(parameters.size()),
          "give at most " + PARAMETERS_MAX);
    }
    parameters.forEach(JobRequests::parameter);
  }

  private static void parameter(String name, @Nullable String value) {
    if (name.isEmpty() || name.length() > PARAMETER_NAME_CHARS_MAX) {
      throw ApiException.of(
          400,
          "invalid_parameter",
          "'%s' can't name a parameter".formatted(shortened(name)),
          "use 1 to %d characters".formatted(PARAMETER_NAME_CHARS_MAX));
    }
    if (value == null || value.length() > PARAMETER_CHARS_MAX) {
      throw ApiException.of(
          400,
          "invalid_parameter",
          "the value of parameter '%s' is %s"
              .formatted(name, value == null ? "null" : value.length() + " characters long"),
          "give a text of at most %,d characters".formatted(PARAMETER_CHARS_MAX));
    }
  }

  private static void settings(JobSettings settings) {
    range("threads", settings.threads(), 1, 64);
    range("memory_mb", settings.memoryMb(), 64, 65_536);
    range("workers", settings.workers(), 0, 1_000);
    range("commit_interval_ms", settings.commitIntervalMs(), 10, 60_000);
    range("kafka (number of properties)", settings.kafka().size(), 0, KAFKA_PROPERTIES_MAX);
  }

  private static void range(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw ApiException.of(
          400,
          "invalid_setting",
          "settings.%s is %d".formatted(what, value),
          "give a number from %,d to %,d".formatted(min, max));
    }
  }

  private static String shortened(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
