package dev.tidemark.registry;

import static dev.tidemark.registry.FaultyServer.head;
import static dev.tidemark.registry.FaultyServer.whole;
import static dev.tidemark.registry.Outcome.ACCESS;
import static dev.tidemark.registry.Outcome.FOUND;
import static dev.tidemark.registry.Outcome.INVALID;
import static dev.tidemark.registry.Outcome.NOT_FOUND;
import static dev.tidemark.registry.Outcome.REFUSED;
import static dev.tidemark.registry.Outcome.UNAVAILABLE;

import dev.tidemark.registry.FaultyServer.Behaviour;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What an address may do instead of answering, and what each client makes of it: where it is the
 * only address, and where a second one answers well.
 */
enum Fault {
  SILENCE((request, out) -> await(), UNAVAILABLE, FOUND, UNAVAILABLE, FOUND),
  DRIPPING(
      (request, out) -> {
        out.write(head(200, 1_000));
        for (int i = 0; i < 20; i++) {
          out.write(' ');
          out.flush();
          pause();
        }
      },
      UNAVAILABLE,
      FOUND,
      UNAVAILABLE,
      FOUND),
  HANGING_UP((request, out) -> {}, UNAVAILABLE, FOUND, UNAVAILABLE, FOUND),
  HALF_A_HEAD(
      (request, out) -> out.write("HTTP/1.1 200 O".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
      UNAVAILABLE,
      FOUND,
      UNAVAILABLE,
      FOUND),
  HALF_A_BODY(
      (request, out) -> {
        out.write(head(200, 1_000));
        out.write(Bodies.GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      },
      UNAVAILABLE,
      FOUND,
      UNAVAILABLE,
      FOUND),
  NO_HTTP(
      (request, out) -> out.write("220 smtp.example.com\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
      UNAVAILABLE,
      FOUND,
      UNAVAILABLE,
      FOUND),
  EMPTY_BODY(whole(200, ""), UNAVAILABLE, FOUND, UNAVAILABLE, FOUND),
  HALF_A_JSON(whole(200, "{\"schema\":\"\\\"str"), UNAVAILABLE, FOUND, UNAVAILABLE, FOUND),
  MORE_BEHIND(whole(200, Bodies.GOOD + " <!-- -->"), UNAVAILABLE, FOUND, FOUND, FOUND),
  HTML(whole(200, "<html>Log in!</html>"), UNAVAILABLE, FOUND, UNAVAILABLE, FOUND),
  ANOTHER_JSON(whole(200, "{}"), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE),
  A_LIST(whole(200, "[]"), UNAVAILABLE, FOUND, UNAVAILABLE, FOUND),
  NO_SCHEMA(whole(200, "{\"schema\":\"nonsense\"}"), INVALID, INVALID, INVALID, INVALID),
  TOO_LARGE(
      whole(200, " ".repeat(9 << 20) + Bodies.GOOD), UNAVAILABLE, FOUND, FOUND, FOUND),
  STATUS_302(whole(302, "", "Location: /elsewhere"), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE),
  STATUS_400(whole(400, Bodies.error(400)), REFUSED, REFUSED, REFUSED, REFUSED),
  STATUS_401(whole(401, Bodies.error(401)), ACCESS, ACCESS, ACCESS, ACCESS),
  STATUS_401_OF_A_PROXY(whole(401, "<html>"), ACCESS, ACCESS, ACCESS, ACCESS),
  STATUS_403(whole(403, Bodies.error(40301)), ACCESS, ACCESS, ACCESS, ACCESS),
  STATUS_404(whole(404, Bodies.error(40403)), NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND),
  STATUS_404_OF_THE_PATH(
      whole(404, Bodies.error(404)), UNAVAILABLE, FOUND, NOT_FOUND, NOT_FOUND),
  STATUS_404_OF_A_PROXY(whole(404, "<html>"), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE),
  STATUS_408(whole(408, Bodies.error(408)), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE),
  STATUS_422(whole(422, Bodies.error(42205)), REFUSED, REFUSED, REFUSED, REFUSED),
  STATUS_429(whole(429, Bodies.error(429)), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE),
  STATUS_500(whole(500, Bodies.error(50001)), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE),
  STATUS_502_OF_A_PROXY(whole(502, "<html>"), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE),
  STATUS_503(whole(503, Bodies.error(50003)), UNAVAILABLE, FOUND, UNAVAILABLE, UNAVAILABLE);

  private final Behaviour behaviour;
  private final Outcome ours;
  private final Outcome oursOfTwo;
  private final Outcome confluents;
  private final Outcome confluentsOfTwo;

  Fault(
      Behaviour behaviour,
      Outcome ours,
      Outcome oursOfTwo,
      Outcome confluents,
      Outcome confluentsOfTwo) {
    this.behaviour = behaviour;
    this.ours = ours;
    this.oursOfTwo = oursOfTwo;
    this.confluents = confluents;
    this.confluentsOfTwo = confluentsOfTwo;
  }

  /** Texts of answers; a class of their own, since the constants above need them. */
  static final class Bodies {
    static final String GOOD = "{\"schema\":\"\\\"string\\\"\"}";

    private Bodies() {}

    static String error(int code) {
      return "{\"error_code\":" + code + ",\"message\":\"as told\"}";
    }
  }

  Behaviour behaviour() {
    return behaviour;
  }

  /** What comes of it where this is the only address. */
  Outcome alone(Client client) {
    return client == Client.OURS ? ours : confluents;
  }

  /** What comes of it where the second address answers well. */
  Outcome ofTwo(Client client) {
    return client == Client.OURS ? oursOfTwo : confluentsOfTwo;
  }

  private static void await() throws InterruptedException {
    new CountDownLatch(1).await(1, TimeUnit.MINUTES);
  }

  private static void pause() throws InterruptedException {
    new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
  }
}
