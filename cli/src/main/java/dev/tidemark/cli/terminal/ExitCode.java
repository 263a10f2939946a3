package dev.tidemark.cli.terminal;

import dev.tidemark.runtime.base.JobException;

/**
 * The exit code of a command, for scripts. The numbers are part of the interface: never change one.
 */
public enum ExitCode {
  OK(0, "done"),
  FAILED(1, "failed, or results differ from what is expected"),
  USAGE(2, "wrong usage: unknown verb or option, missing or invalid value"),
  JOB_UNUSABLE(3, "the jar or the job in it can't be used"),
  TOPOLOGY_INVALID(4, "the job's topology is invalid"),
  BROKER_UNREACHABLE(5, "no Kafka broker answers"),
  REGISTRY_UNREACHABLE(6, "no schema registry answers"),
  TOPICS_UNFIT(7, "a topic is missing, or partition counts do not match"),
  SCHEMA_MISMATCH(8, "a schema of the job does not fit what is registered"),
  NOT_AUTHORIZED(9, "the cluster, the registry or the node refuses access"),
  STATE_MISMATCH(10, "the job does not fit what an earlier run of it left behind"),
  NOT_FOUND(11, "there is no such job, jar, store or node"),
  REFUSED(12, "the state or the version of the job does not allow it"),
  TIMED_OUT(13, "what was waited for did not come in time"),
  NODE_UNREACHABLE(14, "no node answers"),
  NEEDS_REPLAY(15, "the upgrade needs a replay; nothing was changed"),
  UPGRADE_REFUSED(16, "the upgrade is not possible; nothing was changed"),
  NOT_RUNNING(17, "the job is not running"),
  NOT_NOW(18, "the node can't do it now; trying again later may help"),
  RECORD_FAILED(19, "the job stopped at records that it can't process, as its policy says"),
  INTERNAL(70, "an error inside Tidemark"),
  INTERRUPTED(130, "interrupted by Ctrl-C"),
  TERMINATED(143, "ended by SIGTERM before it was done");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  public String meaning() {
    return meaning;
  }

  /** Returns the exit code of a failure of a job; the only place with this mapping. */
  public static ExitCode of(JobException.Code code) {
    return switch (code) {
      case BROKER_UNREACHABLE -> BROKER_UNREACHABLE;
      case REGISTRY_UNREACHABLE -> REGISTRY_UNREACHABLE;
      case TOPIC_MISSING, PARTITIONS_MISMATCH -> TOPICS_UNFIT;
      case SCHEMA_MISMATCH, SCHEMA_NOT_REGISTERED, SCHEMA_SUSPECT -> SCHEMA_MISMATCH;
      case STATE_MISMATCH -> STATE_MISMATCH;
      case CONFIGURATION, INVALID_QUERY -> USAGE;
      case NOT_AUTHORIZED -> NOT_AUTHORIZED;
      case RECORD_FAILED -> RECORD_FAILED;
      case NOT_READY, QUERY_FAILED, RECORD_REFUSED -> FAILED;
      case INTERNAL -> INTERNAL;
    };
  }
}
