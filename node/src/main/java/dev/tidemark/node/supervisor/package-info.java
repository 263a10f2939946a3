/**
 * The JVMs of jobs on this node: started, watched, restarted with back-off, stopped; and the
 * short-lived ones that plan.
 */
@NullMarked
package dev.tidemark.node.supervisor;

import org.jspecify.annotations.NullMarked;
