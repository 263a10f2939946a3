/**
 * The requests that a node answers, as Java interfaces.
 *
 * <p>Start reading at {@link dev.tidemark.client.api.service.NodeService}.
 */
@NullMarked
package dev.tidemark.client.api.service;

import org.jspecify.annotations.NullMarked;
