package dev.tidemark.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;

/** A file as a body, and how much of it is on its way. */
final class CountingPublisher implements BodyPublisher {
  private final BodyPublisher file;
  private final LongConsumer sent;

  private CountingPublisher(BodyPublisher file, LongConsumer sent) {
    this.file = file;
    this.sent = sent;
  }

  static CountingPublisher of(Path file, LongConsumer sent) throws FileNotFoundException {
    return new CountingPublisher(BodyPublishers.ofFile(file), sent);
  }

  @Override
  public long contentLength() {
    return file.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    file.subscribe(new Counting(subscriber, sent));
  }

  private static final class Counting implements Subscriber<ByteBuffer> {
    private final Subscriber<? super ByteBuffer> next;
    private final LongConsumer sent;
    private long bytes;

    Counting(Subscriber<? super ByteBuffer> next, LongConsumer sent) {
      this.next = next;
      this.sent = sent;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      next.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer part) {
      bytes += part.remaining();
      next.onNext(part);
      sent.accept(bytes);
    }

    @Override
    public void onError(Throwable failure) {
      next.onError(failure);
    }

    @Override
    public void onComplete() {
      next.onComplete();
    }
  }
}
