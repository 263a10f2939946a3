package dev.tidemark.cli;

import dev.tidemark.topology.runtime.JobException;

/** How a command ended, for scripts. The numbers are part of the interface: never change one. */
enum ExitCode {
  OK(0, "done"),
  FAILED(1, "failed, or results differ from what is expected"),
  USAGE(2, "wrong usage: unknown verb or option, missing or invalid value"),
  JOB_UNUSABLE(3, "the jar or the job in it can't be used"),
  TOPOLOGY_INVALID(4, "the job's topology is invalid"),
  BROKER_UNREACHABLE(5, "no Kafka broker answers"),
  REGISTRY_UNREACHABLE(6, "no schema registry answers"),
  TOPICS_UNFIT(7, "a topic is missing, or partition counts do not match"),
  SCHEMA_MISMATCH(8, "a schema of the job does not fit what is registered"),
  NOT_AUTHORIZED(9, "the cluster or the registry refuses access"),
  STATE_MISMATCH(10, "the job does not fit what an earlier run of it left behind"),
  INTERNAL(70, "an error inside Tidemark"),
  INTERRUPTED(130, "interrupted by Ctrl-C"),
  TERMINATED(143, "ended by SIGTERM before it was done");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  /** The one place where failures of a job become exit codes. */
  static ExitCode of(JobException.Code code) {
    return switch (code) {
      case BROKER_UNREACHABLE -> BROKER_UNREACHABLE;
      case REGISTRY_UNREACHABLE -> REGISTRY_UNREACHABLE;
      case TOPIC_MISSING, PARTITIONS_MISMATCH -> TOPICS_UNFIT;
      case SCHEMA_MISMATCH -> SCHEMA_MISMATCH;
      case STATE_MISMATCH -> STATE_MISMATCH;
      case CONFIGURATION -> USAGE;
      case NOT_AUTHORIZED -> NOT_AUTHORIZED;
      case INTERNAL -> INTERNAL;
    };
  }
}
