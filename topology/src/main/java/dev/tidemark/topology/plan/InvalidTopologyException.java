package dev.tidemark.topology.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** A job can't be planned. Carries every problem that was found, not only the first. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class InvalidTopologyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Creates the exception.
   *
   * @param problems what is wrong, at least one
   */
  public InvalidTopologyException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong, in the order of the checks. The message has the same, one a line. */
  public List<Problem> problems() {
    return problems;
  }
}
