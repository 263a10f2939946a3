/**
 * The records of the engine as records of the REST interface.
 *
 * <p>Start reading at {@link dev.tidemark.worker.view.EngineViews}.
 */
@NullMarked
package dev.tidemark.worker.view;

import org.jspecify.annotations.NullMarked;
