package dev.tidemark.node.http;

import java.io.IOException;

/** Answers one kind of request; may block, and throw {@code ApiException}. */
@FunctionalInterface
interface Endpoint {
  ApiResponse answer(RouteCall call) throws IOException;
}
