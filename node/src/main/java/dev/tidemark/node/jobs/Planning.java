package dev.tidemark.node.jobs;

import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import java.nio.file.Path;
import java.util.List;

/**
 * The answers that only a job's own code can give, asked in a JVM of its own with limits on time
 * and memory. Thread-safe.
 */
public interface Planning {

  /**
   * Checks the jar without loading a class of it, and lists its jobs.
   *
   * @throws dev.tidemark.client.api.ApiException 422 with the reason if it can't be accepted
   */
  List<JarView.JarJob> inspect(Path jar);

  /**
   * Plans a job and looks at the cluster: topics, partitions, schemas.
   *
   * @throws dev.tidemark.client.api.ApiException 422 with all problems of the topology, or the
   *     reason why the job can't be loaded
   */
  PlanView plan(Path jar, PlanRequest request);
}
