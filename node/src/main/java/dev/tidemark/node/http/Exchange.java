package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request until it is answered. It gets one answer: later ones are dropped. Bytes that the client
 * still sends after an early answer are read and dropped for a while, since closing a connection
 * with unread bytes may discard the answer.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int DRAIN_SECONDS = 5;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final ScheduledExecutorService clock;
  private final Consumer<Exchange> onEnd;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  Exchange(
      Request request,
      Response response,
      Callback callback,
      ScheduledExecutorService clock,
      Consumer<Exchange> onEnd) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.clock = clock;
    this.onEnd = onEnd;
    SecurityHeaders.put(response.getHeaders());
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  String method() {
    return request.getMethod();
  }

  HttpFields headers() {
    return request.getHeaders();
  }

  /** Returns the connection of the request. */
  EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }

  InetAddress remote() {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress at
            && at.getAddress() != null
        ? at.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  int status() {
    return response.getStatus();
  }

  ScheduledExecutorService clock() {
    return clock;
  }

  /** Returns whether the caller is the one to answer; true only once. */
  boolean claim() {
    return answered.compareAndSet(false, true);
  }

  boolean isAnswered() {
    return answered.get();
  }

  /** Answers, unless the request is already answered. */
  void answer(ApiResponse.Whole answer) {
    if (claim()) {
      write(answer, Callback.from(this::end, this::end));
    }
  }

  /** Answers with an error. */
  void refuse(ApiException e) {
    answer(ApiResponse.error(e));
  }

  /**
   * Answers with an error before the body was read.
   *
   * @param waiting whether a reader still waits for the body, so that it can't be read any more
   */
  void refuseBody(ApiException e, boolean waiting) {
    answerBody(ApiResponse.error(e), waiting);
  }

  /** Answers before the body was read. */
  void answerBody(ApiResponse.Whole answer, boolean waiting) {
    if (!claim()) {
      return;
    }
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    Callback next =
        waiting
            ? Callback.from(() -> end(new BodyLeft()), this::end)
            : Callback.from(this::drain, this::end);
    write(answer, next);
  }

  /** Answers after an unexpected failure: the log entry has the id that the client gets. */
  void unexpected(Throwable failure) {
    if (isAnswered()) {
      LOG.debug("after the answer", failure);
      return;
    }
    String id = UUID.randomUUID().toString().substring(0, 8);
    LOG.error(
        "request failed error_id={} method={} path={}",
        id,
        Errors.shown(method()),
        Errors.shown(String.valueOf(request.getHttpURI().getPath())),
        failure);
    refuseBody(
        ApiException.of(
            500,
            "internal_error",
            "this node could not serve the request: error " + id,
            "look for error_id=" + id + " in the node's log, and report it"),
        failure instanceof BodyLeft);
  }

  /** Ends the exchange; later calls have no effect. */
  void end() {
    if (ended.compareAndSet(false, true)) {
      onEnd.accept(this);
      callback.succeeded();
    }
  }

  /** Ends the exchange and closes its connection; later calls have no effect. */
  void end(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      onEnd.accept(this);
      callback.failed(failure);
    }
  }

  private void write(ApiResponse.Whole answer, Callback next) {
    HttpFields.Mutable headers = response.getHeaders();
    response.setStatus(answer.status());
    answer.headers().forEach(headers::put);
    if (!answer.contentType().isEmpty()) {
      headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
      headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    }
    boolean bodiless = method().equals("HEAD");
    response.write(true, ByteBuffer.wrap(bodiless ? new byte[0] : answer.body()), next);
  }

  private void drain() {
    ScheduledFuture<?> deadline =
        clock.schedule(() -> end(new BodyLeft()), DRAIN_SECONDS, TimeUnit.SECONDS);
    Callback ended = Callback.from(this::end, this::end);
    Content.Source.consumeAll(request, Callback.from(() -> deadline.cancel(false), ended));
  }

  /** Closes the connection: a reader waits for a body that is not needed any more. */
  static final class BodyLeft extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BodyLeft() {
      super("the rest of the body is not wanted", null, false, false);
    }
  }
}
