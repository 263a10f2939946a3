package dev.tidemark.client.api.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that happened, as {@code GET /api/v1/events} sends it.
 *
 * @param id grows
 * @param type {@code job.created}, {@code job.changed}, {@code job.deleted}, {@code job.state},
 *     {@code worker.state}, {@code node.joined} or {@code node.left}
 * @param subject the job or node
 * @param data what it is now
 */
public record EventView(long id, String type, String subject, Instant at, JsonNode data) {}
