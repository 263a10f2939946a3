/**
 * What runs inside the JVM of a job. The only package of this module that loads the classes of a
 * job or touches the engine's runtime of one.
 */
@NullMarked
package dev.tidemark.node.worker;

import org.jspecify.annotations.NullMarked;
