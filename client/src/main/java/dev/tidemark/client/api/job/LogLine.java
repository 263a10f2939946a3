package dev.tidemark.client.api.job;

import java.time.Instant;

/** One line of a worker's log: what the job and the engine wrote there. */
public record LogLine(String node, Instant at, String text) {}
