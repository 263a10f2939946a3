@NullMarked
package dev.tidemark.node.service;

import org.jspecify.annotations.NullMarked;
