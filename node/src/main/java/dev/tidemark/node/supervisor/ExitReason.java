package dev.tidemark.node.supervisor;

import dev.tidemark.worker.Message;
import dev.tidemark.worker.Message.Kind;
import java.util.Optional;

/** The reason for the end of a process that did not report one. */
final class ExitReason {
  /** The exit code of the JVM on -XX:+ExitOnOutOfMemoryError. */
  private static final int OUT_OF_MEMORY = 3;

  /** The code of an end without a reported reason. */
  static final String WITHOUT_A_WORD = "worker_exited";

  private static final int ABORTED = 128 + 6;
  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;

  private ExitReason() {}

  /** Returns the reason that the process reported last, or one derived from its exit code. */
  static Message.Ended reason(String job, int code, Optional<Message.Ended> last) {
    return last.orElseGet(() -> ofCode(job, code));
  }

  /** Returns whether the exit code means that memory ran out. */
  static boolean isOutOfMemory(int code) {
    return code == OUT_OF_MEMORY;
  }

  private static Message.Ended ofCode(String job, int code) {
    return switch (code) {
      case OUT_OF_MEMORY ->
          passing(
              "worker_out_of_memory",
              "the worker of job " + job + " ran out of memory",
              "give it more (settings.memory_mb), or look into what its code keeps");
      case ABORTED ->
          passing(
              "worker_crashed",
              "the JVM of job " + job + " crashed",
              "see its log: the JVM wrote there where it was");
      case KILLED ->
          passing(
              "worker_killed",
              "the worker of job " + job + " was killed from outside",
              "see whether the machine ran out of memory (dmesg)");
      case TERMINATED ->
          passing(
              "worker_terminated",
              "the worker of job " + job + " was ended by SIGTERM",
              "find out which process sent it, if it was not you");
      default ->
          passing(
              WITHOUT_A_WORD,
              "the worker of job %s ended with exit code %d and without a message"
                  .formatted(job, code),
              "see its log");
    };
  }

  private static Message.Ended passing(String code, String text, String hint) {
    return new Message.Ended(code, text, hint, Kind.PASSING);
  }
}
