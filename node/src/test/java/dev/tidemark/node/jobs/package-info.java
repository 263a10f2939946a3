@NullMarked
package dev.tidemark.node.jobs;

import org.jspecify.annotations.NullMarked;
