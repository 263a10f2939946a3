package dev.tidemark.topology.plan;

import org.apiguardian.api.API;

/**
 * One reason why a job can't be planned, made for the person who wrote it.
 *
 * @param code the kind of problem, stable across versions
 * @param where the part of the job, e.g. {@code window revenue}
 * @param what what is wrong with it, one line
 * @param remedy what to do about it, one line
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record Problem(Code code, String where, String what, String remedy) {

  /** {@code where: what; remedy}. */
  @Override
  public String toString() {
    return where + ": " + what + "; " + remedy;
  }

  /** The kinds of problem. Printed by tools: never rename one. */
  public enum Code {
    /** The job's own code threw an exception. */
    JOB_FAILED,
    /** A name of an operator, window, parameter or job has characters that it must not have. */
    NAME_ILLEGAL,
    /** Two parts of the job have, or lead to, the same name. */
    NAME_TAKEN,
    /** Kafka does not allow such a topic name. */
    TOPIC_NAME_ILLEGAL,
    /** A topic is read twice. */
    TOPIC_READ_TWICE,
    /** A topic is both read and written: a loop. */
    TOPIC_LOOP,
    /** A topic gets two kinds of records. */
    TOPIC_WRITTEN_TWICE,
    /** The job reads no stream. */
    NOTHING_READ,
    /** A stream ends nowhere. */
    STREAM_DANGLING,
    /** A table is joined nowhere. */
    TABLE_UNUSED,
    /** A table of another topology is joined. */
    TABLE_UNKNOWN,
    /** A window is fed by a stream without event time. */
    EVENT_TIME_MISSING,
    /** Event time is stated twice for one stream. */
    EVENT_TIME_STATED_TWICE,
    /** Elements go through an exchange without a declared type. */
    TYPE_MISSING,
    /** A type is stated where one is stated already. */
    TYPE_STATED_TWICE,
    /** Elements of which only some fields are read are to be written, or looked up by. */
    PARTIAL_WRITTEN,
    /** Two strategies for naming subjects are stated. */
    SUBJECTS_STATED_TWICE,
    /** A window that can be corrected feeds another one. */
    CORRECTION_COUNTED_TWICE,
    /** A join relies on the record's key where elements are no longer placed by it. */
    KEY_MOVED,
    /** Two policies for errors are stated for one thing. */
    ERROR_POLICY_STATED_TWICE,
    /** A policy for errors contradicts itself, or a number of it is out of its range. */
    ERROR_POLICY_INVALID,
    /** A duration is out of its range. */
    DURATION_OUT_OF_RANGE,
    /** A parameter is set that the job does not have. */
    PARAMETER_UNKNOWN,
    /** The value of a parameter can't be converted. */
    PARAMETER_INVALID,
    /** A parameter is asked for twice, with different types or defaults. */
    PARAMETER_AMBIGUOUS
  }
}
