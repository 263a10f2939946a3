package dev.tidemark.node.service;

import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.job.JobSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log: one line for every change of the cluster that was decided here, with its author.
 */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger("dev.tidemark.audit");

  private Audit() {}

  static void job(String action, JobSpec spec, Principal by) {
    LOG.info(
        "action={} by={} role={} job={} version={} run={} sha256={}",
        action,
        by.name(),
        by.role(),
        spec.name(),
        spec.version(),
        spec.run(),
        spec.jar());
  }

  static void jar(String action, String sha256, Principal by) {
    LOG.info("action={} by={} role={} sha256={}", action, by.name(), by.role(), sha256);
  }

  static void purged(String job, Principal by) {
    LOG.info("action=purge by={} role={} job={}", by.name(), by.role(), job);
  }

  static void letters(String action, String job, String kind, long count, Principal by) {
    LOG.info(
        "action={} by={} role={} job={} of={} count={}",
        action,
        by.name(),
        by.role(),
        job,
        kind,
        count);
  }
}
